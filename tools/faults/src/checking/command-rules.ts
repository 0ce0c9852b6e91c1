import type { HistoryLine, LineOf } from '../history/lines.js';
import type { Finding } from './check.js';
import { linesOf } from './lines-of.js';

const keyOf = ({ table, id }: { table: string; id: string }): string => `${table} ${id}`;

const versionsOf = (rows: readonly LineOf<'row'>[]): Map<string, number> => new Map(rows.map((row) => [keyOf(row), row.version]));

/** Every acknowledged effect is there exactly once, none is there that nobody was told of, and each row went up a version a change. */
export function commandFindings(history: readonly HistoryLine[]): Finding[] {
  const rows = linesOf(history, 'row');
  const before = versionsOf(rows.filter(({ when }) => when === 'before'));
  const after = versionsOf(rows.filter(({ when }) => when === 'after'));
  const acknowledged = linesOf(history, 'acknowledged');
  const told = Map.groupBy(acknowledged.flatMap(({ command, effects }) => effects.map((effect) => ({ ...effect, command }))), keyOf);
  const open = linesOf(history, 'unanswered').length > 0;
  return [
    ...[...told].flatMap(([key, effects]) => rowFindings(key, effects, before.get(key) ?? 0, after.get(key))),
    // A command that nobody answered may have made a row; what is then too many cannot be told from it.
    ...(open ? [] : strangers(before, after, told)),
    ...unexpectedRefusals(history),
    ...unfinished(history),
  ];
}

function rowFindings(key: string, effects: readonly { version: number; command: number }[], first: number, last: number | undefined): Finding[] {
  if (last === undefined) return [{ rule: 'lost', text: `${key}: command ${effects[0]?.command} was acknowledged, and the row is not there` }];
  const versions = effects.map(({ version }) => version).sort((a, b) => a - b);
  const wanted = versions.map((_, index) => first + index + 1);
  if (versions.some((version, index) => version !== wanted[index])) {
    return [{ rule: 'version', text: `${key}: acknowledged versions are ${versions.join(', ')} and should be ${wanted.join(', ')}` }];
  }
  const highest = wanted.at(-1) ?? first;
  if (last < highest) return [{ rule: 'lost', text: `${key}: version ${highest} was acknowledged, and the row has ${last}` }];
  if (last > highest) return [{ rule: 'invented', text: `${key}: version ${highest} was the last acknowledged, and the row has ${last}` }];
  return [];
}

function strangers(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>, told: ReadonlyMap<string, unknown>): Finding[] {
  return [...after].flatMap(([key, version]): Finding[] => {
    if (told.has(key) || before.get(key) === version) return [];
    return [{ rule: 'invented', text: `${key}: has version ${version}, and no command that did it was acknowledged` }];
  });
}

/** Each row is changed by one client in turn: a conflict would be with a change that the client was never told of. */
const unexpectedRefusals = (history: readonly HistoryLine[]): Finding[] =>
  linesOf(history, 'refused')
    .filter(({ status }) => status === 409)
    .map(({ command, code }) => ({ rule: 'refused', text: `command ${command} was refused with 409 ${code}, though nobody else changes that row` }));

function unfinished(history: readonly HistoryLine[]): Finding[] {
  const [begun] = linesOf(history, 'begun');
  const enough = linesOf(history, 'acknowledged').length;
  if (begun === undefined) return [{ rule: 'unfinished', text: 'the history has no beginning' }];
  return enough < begun.commands ? [{ rule: 'unfinished', text: `${enough} commands were acknowledged of ${begun.commands}` }] : [];
}
