import type { HistoryLine, LineOf } from '../history/lines.js';
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
    ...linesOf(history, 'dead-letter').map(({ consumer, event, code }): Finding => ({ rule: 'dead-letter', text: `${consumer}: ${event} failed for good (${code})` })),
    ...linesOf(history, 'fault').filter(({ what }) => what === NOT_WORKING).flatMap((fault) => restartFindings(fault, history)),
  ];
}

/** A process that is up and does nothing, until somebody starts it again. */
export const NOT_WORKING = 'up and not working';

function drainFindings(history: readonly HistoryLine[]): Finding[] {
  const over = linesOf(history, 'faults-over').at(-1);
  const drained = linesOf(history, 'drained').at(-1);
  if (over === undefined || drained === undefined) return [{ rule: 'unfinished', text: 'the run was broken off before its end' }];
  if (drained.at === null) return [{ rule: 'not-drained', text: 'messages still waited when the time was over' }];
  const took = drained.at - over.at;
  return took <= DRAINED_WITHIN ? [] : [{ rule: 'not-drained', text: `messages waited for ${(took / 1000).toFixed(1)} s after the last fault` }];
}

function restartFindings(fault: LineOf<'fault'>, history: readonly HistoryLine[]): Finding[] {
  const restarted = linesOf(history, 'restarted').find(({ target, at }) => target === fault.target && at >= fault.at);
  if (restarted === undefined) return [{ rule: 'not-restarted', text: `${fault.target} did not work from ${new Date(fault.at).toISOString()}, and was never started again` }];
  const took = restarted.at - fault.at;
  return took <= RESTARTED_WITHIN ? [] : [{ rule: 'not-restarted', text: `${fault.target} did not work for ${(took / 1000).toFixed(1)} s before it was started again` }];
}
