import type { HistoryLine, LineOf } from '../history/lines.js';
import type { Finding } from './check.js';
import { linesOf } from './lines-of.js';

/** Every event was had by each of its consumers exactly once, none that was not sent, and states in their order. */
export function messageFindings(history: readonly HistoryLine[]): Finding[] {
  const sent = linesOf(history, 'sent');
  const heard = linesOf(history, 'heard');
  const pair = ({ event, consumer }: { event: string; consumer: string }): string => `${event} at ${consumer}`;
  const sentPairs = new Set(sent.map(pair));
  const heardTimes = Map.groupBy(heard, pair);
  return [
    ...sent.filter((each) => !heardTimes.has(pair(each))).map((each): Finding => ({ rule: 'not-heard', text: `${each.type} ${pair(each)} was sent and never had` })),
    ...[...heardTimes.keys()].filter((each) => !sentPairs.has(each)).map((each): Finding => ({ rule: 'heard-unsent', text: `${each} was had and never sent` })),
    ...[...heardTimes].filter(([, times]) => times.length > 1).map(([each, times]): Finding => ({ rule: 'done-twice', text: `${each} was had ${times.length} times` })),
    ...linesOf(history, 'effect').filter(({ heard: noted }) => !noted).map(({ consumer, table, id }): Finding => ({
      rule: 'done-twice', text: `${consumer} wrote ${table} ${id} because of an event that it had had before`,
    })),
    ...linesOf(history, 'told').filter(isWrong).map(({ event, user, times, wanted }): Finding => ({ rule: 'told', text: `${user} was told ${times} times of event ${event}, and should be ${wanted}` })),
    ...linesOf(history, 'letter').filter(({ settled }) => !settled).map(({ id }): Finding => ({ rule: 'told', text: `letter ${id} waits, though no message does` })),
    ...orderFindings(linesOf(history, 'applied'), sent),
    ...writtenBackwards(linesOf(history, 'effect')),
  ];
}

const isWrong = ({ times, wanted }: LineOf<'told'>): boolean => (wanted === 'once' ? times !== 1 : times > (wanted === 'never' ? 0 : 1));

type Applied = LineOf<'applied'>;

function orderFindings(applied: readonly Applied[], sent: readonly LineOf<'sent'>[]): Finding[] {
  const key = ({ consumer, type, aggregate }: { consumer: string; type: string; aggregate: string }): string => `${type} ${aggregate} at ${consumer}`;
  const states = sent.flatMap((each) => (each.version === null ? [] : [{ ...each, version: each.version }]));
  const newest = new Map<string, number>();
  for (const state of states) newest.set(key(state), Math.max(state.version, newest.get(key(state)) ?? 0));
  const inTurn = Map.groupBy(applied, key);
  return [
    ...[...inTurn].flatMap(([each, versions]) => backwards(each, versions.map(({ version }) => version))),
    ...[...newest].flatMap(([each, version]): Finding[] => {
      const last = inTurn.get(each)?.at(-1)?.version;
      return last === version ? [] : [{ rule: 'behind', text: `${each}: version ${version} was sent, and ${last ?? 'none'} was the last that was applied` }];
    }),
    ...sentTwice(states, key),
  ];
}

function backwards(each: string, versions: readonly number[]): Finding[] {
  const index = versions.findIndex((version, place) => place > 0 && version <= (versions[place - 1] ?? 0));
  return index < 0 ? [] : [{ rule: 'order', text: `${each}: version ${versions[index]} was applied after ${versions[index - 1]}` }];
}

/** What was written, not only what was noted as applied: a row never goes back to an older state of its source. */
function writtenBackwards(effects: readonly LineOf<'effect'>[]): Finding[] {
  const inTurn = Map.groupBy(effects.filter(({ version }) => version !== null), ({ consumer, table, id }) => `${consumer} ${table} ${id}`);
  return [...inTurn].flatMap(([each, those]) => backwards(each, those.map(({ version }) => version ?? 0)));
}

/** Two events of one aggregate with one version are one change told twice. */
function sentTwice(states: readonly { version: number; consumer: string; type: string; aggregate: string }[], key: (state: { consumer: string; type: string; aggregate: string }) => string): Finding[] {
  const same = Map.groupBy(states, (state) => `${key(state)}, version ${state.version}`);
  return [...same].filter(([, times]) => times.length > 1).map(([each, times]) => ({ rule: 'invented', text: `${each} was sent ${times.length} times` }));
}
