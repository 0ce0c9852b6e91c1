import { harmOf, type HistoryLine, type LineOf } from '../history/lines.js';
import type { Finding } from './check.js';
import { linesOf } from './lines-of.js';

/** How long messages may wait once the last fault is over, in milliseconds. */
export const DRAINED_WITHIN = 60_000;
/** How long a process may be up and do nothing before it is started again, in milliseconds. */
export const RESTARTED_WITHIN = 15_000;

/** After the faults: nothing waits, copies equal their source, schedules stand, and processes that did not work were started again. */
export function recoveryFindings(history: readonly HistoryLine[]): Finding[] {
  return [
    ...drainFindings(history),
    ...linesOf(history, 'projection').filter(({ source, copy }) => source !== copy).map(({ name, id, source, copy }): Finding => ({
      rule: 'projection', text: `${name} ${id}: the source has ${source ?? 'nothing'}, the copy ${copy ?? 'nothing'}`,
    })),
    ...linesOf(history, 'schedule').filter(({ stands }) => !stands).map(({ service, id }): Finding => ({ rule: 'schedule', text: `${service}: the schedule ${id} is not there` })),
    ...linesOf(history, 'audit').flatMap(({ service, faults }) => faults.map((fault): Finding => ({ rule: 'audit', text: `${service}: ${fault}` }))),
    ...linesOf(history, 'dead-letter').map(({ consumer, event, code }): Finding => ({ rule: 'dead-letter', text: `${consumer}: ${event} failed for good (${code})` })),
    ...restartFindings(history),
  ];
}

/** A process that is up and does nothing, until somebody starts it again. */
export const NOT_WORKING = 'up and not working';

/** How long messages waited after the end of the last fault, in milliseconds; null when some did to the end. Commands go on for some seconds after it. */
export function drainedAfter(history: readonly HistoryLine[]): number | null {
  const over = linesOf(history, 'mended').at(-1)?.at ?? 0;
  const drained = linesOf(history, 'drained').at(-1)?.at ?? null;
  return drained === null ? null : drained - over;
}

function drainFindings(history: readonly HistoryLine[]): Finding[] {
  const faults = linesOf(history, 'fault').length;
  const isWhole = linesOf(history, 'faults-over').length > 0 && linesOf(history, 'drained').length > 0 && linesOf(history, 'mended').length === faults;
  if (!isWhole) return [{ rule: 'unfinished', text: 'the run was broken off before its end' }];
  if (faults === 0) return [{ rule: 'unfinished', text: 'there was no fault: the run shows nothing, and wants more commands' }];
  const done = new Set(linesOf(history, 'fault').map(harmOf));
  const undone = linesOf(history, 'begun').flatMap(({ harms }) => harms).filter((harm) => !done.has(harm));
  if (undone.length > 0) return undone.map((harm): Finding => ({ rule: 'unfinished', text: `never was anything ${harm}: the run does not show what comes of it` }));
  const took = drainedAfter(history);
  if (took === null) return [{ rule: 'not-drained', text: 'messages still waited when the time was over' }];
  return took <= DRAINED_WITHIN ? [] : [{ rule: 'not-drained', text: `messages waited for ${(took / 1000).toFixed(1)} s after the last fault` }];
}

/** How long each process that was up and did nothing was left so, in milliseconds; null for one that was never started again. */
export function leftNotWorking(history: readonly HistoryLine[]): { fault: LineOf<'fault'>; took: number | null }[] {
  const restarts = linesOf(history, 'restarted');
  return linesOf(history, 'fault').filter(({ what }) => what === NOT_WORKING).map((fault) => {
    const restarted = restarts.find(({ target, at }) => target === fault.target && at >= fault.at);
    return { fault, took: restarted === undefined ? null : restarted.at - fault.at };
  });
}

function restartFindings(history: readonly HistoryLine[]): Finding[] {
  return leftNotWorking(history).flatMap(({ fault, took }): Finding[] => {
    if (took === null) return [{ rule: 'not-restarted', text: `${fault.target} did not work from ${new Date(fault.at).toISOString()}, and was never started again` }];
    return took <= RESTARTED_WITHIN ? [] : [{ rule: 'not-restarted', text: `${fault.target} did not work for ${(took / 1000).toFixed(1)} s before it was started again` }];
  });
}
