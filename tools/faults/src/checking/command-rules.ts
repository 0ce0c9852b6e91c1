import type { Effect, HistoryLine, LineOf } from '../history/lines.js';
import type { Finding } from './check.js';
import { linesOf } from './lines-of.js';

/** Reading a referral for the first time, which changes it. */
export const OPENING = 'open-referral';

const keyOf = ({ table, id }: { table: string; id: string }): string => `${table} ${id}`;

type Row = LineOf<'row'>;

/** Every acknowledged effect is there exactly once, none is there that nobody was told of, and each row went up a version a change. */
export function commandFindings(history: readonly HistoryLine[]): Finding[] {
  const rows = linesOf(history, 'row');
  const standing = (when: Row['when']): Map<string, Row> => new Map(rows.filter((row) => row.when === when).map((row) => [keyOf(row), row]));
  const before = standing('before');
  const after = standing('after');
  const acknowledged = linesOf(history, 'acknowledged');
  const told = Map.groupBy(acknowledged.flatMap(({ command, effects }) => effects.map((effect) => ({ ...effect, command }))), keyOf);
  const open = linesOf(history, 'unanswered').length > 0;
  return [
    ...[...told].flatMap(([key, effects]) => rowFindings(key, effects, before.get(key)?.version ?? 0, after.get(key))),
    // A command that nobody answered may have made a row; what is then too many cannot be told from it.
    ...(open ? [] : strangers(before, after, told)),
    ...unexpectedRefusals(history),
    ...linesOf(history, 'unanswered').map(({ command, why }): Finding => ({ rule: 'unanswered', text: `command ${command} was asked again and again, and nobody answered: ${why}` })),
    ...unfinished(history),
  ];
}

function rowFindings(key: string, effects: readonly (Effect & { command: number })[], first: number, row: Row | undefined): Finding[] {
  if (row === undefined) return [{ rule: 'lost', text: `${key}: command ${effects[0]?.command} was acknowledged, and the row is not there` }];
  const versions = effects.map(({ version }) => version).sort((a, b) => a - b);
  const wanted = versions.map((_, index) => first + index + 1);
  if (versions.some((version, index) => version !== wanted[index])) {
    return [{ rule: 'version', text: `${key}: acknowledged versions are ${versions.join(', ')} and should be ${wanted.join(', ')}` }];
  }
  const highest = wanted.at(-1) ?? first;
  const last = row.version;
  if (last < highest) return [{ rule: 'lost', text: `${key}: version ${highest} was acknowledged, and the row has ${last}` }];
  if (last > highest) return [{ rule: 'invented', text: `${key}: version ${highest} was the last acknowledged, and the row has ${last}` }];
  const said = effects.find(({ version }) => version === highest)?.says ?? null;
  // The version is there, and what it was given for is not.
  if (said !== null && row.says !== said) return [{ rule: 'lost', text: `${key}: version ${highest} was acknowledged with “${said}”, and the row says “${row.says}”` }];
  return [];
}

function strangers(before: ReadonlyMap<string, Row>, after: ReadonlyMap<string, Row>, told: ReadonlyMap<string, unknown>): Finding[] {
  return [...after].flatMap(([key, { version }]): Finding[] => {
    if (told.has(key) || before.get(key)?.version === version) return [];
    return [{ rule: 'invented', text: `${key}: has version ${version}, and no command that did it was acknowledged` }];
  });
}

/**
 * Every command is a right one, and each row is changed by one client in turn: nothing is refused for good. A conflict would be
 * with a change that the client was never told of. A referral that has not arrived is not found yet.
 */
function unexpectedRefusals(history: readonly HistoryLine[]): Finding[] {
  const asked = new Map(linesOf(history, 'asked').map(({ command, what }) => [command, what]));
  return linesOf(history, 'refused').flatMap(({ command, status, code }): Finding[] => {
    const what = asked.get(command) ?? 'which was never asked';
    if (what === OPENING && status === 404) return [];
    return [{ rule: 'refused', text: `command ${command}, ${what}, was refused with ${status} ${code}` }];
  });
}

function unfinished(history: readonly HistoryLine[]): Finding[] {
  const [begun] = linesOf(history, 'begun');
  const enough = linesOf(history, 'acknowledged').length;
  if (begun === undefined) return [{ rule: 'unfinished', text: 'the history has no beginning' }];
  return enough < begun.commands ? [{ rule: 'unfinished', text: `${enough} commands were acknowledged of ${begun.commands}` }] : [];
}
