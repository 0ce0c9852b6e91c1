import type { HistoryLine } from '../history/lines.js';
import { commandFindings } from './command-rules.js';
import { messageFindings } from './message-rules.js';
import { passageFindings } from './passage-rules.js';
import { recoveryFindings } from './recovery-rules.js';

/** Something that must not be. */
export interface Finding {
  rule:
    | 'lost' | 'invented' | 'version' | 'refused' | 'unanswered'
    | 'not-heard' | 'heard-unsent' | 'order' | 'behind' | 'done-twice' | 'told'
    | 'projection' | 'schedule' | 'dead-letter' | 'not-drained' | 'not-restarted' | 'audit' | 'unfinished'
    | 'journey';
  text: string;
}

/** Reads a run's history afterwards. @returns everything in it that must not be; empty when all is as it should be */
export function check(history: readonly HistoryLine[]): Finding[] {
  return [...commandFindings(history), ...passageFindings(history), ...messageFindings(history), ...recoveryFindings(history)];
}
