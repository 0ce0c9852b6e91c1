import { check, type Finding } from './checking/check.js';
import { linesOf } from './checking/lines-of.js';
import { drainedAfter, leftNotWorking } from './checking/recovery-rules.js';
import { readHistory } from './history/read-history.js';

/** What a run came to. */
export interface Outcome {
  file: string;
  findings: Finding[];
  seconds: number;
  faults: number;
  /** Seconds until nothing waited any more, after the end of the last fault; null when something always did. */
  drained: number | null;
  /** Seconds after which processes that were up and did nothing were started again. */
  noticed: number[];
}

/** Reads a history, and nothing else. @param began when its run did, in milliseconds */
export async function outcomeOf(file: string, began: number): Promise<Outcome> {
  const lines = await readHistory(file);
  const drained = drainedAfter(lines);
  return {
    file, findings: check(lines), seconds: (Date.now() - began) / 1000, faults: linesOf(lines, 'fault').length, drained: drained === null ? null : drained / 1000,
    noticed: leftNotWorking(lines).flatMap(({ took }) => (took === null ? [] : [took / 1000])),
  };
}
