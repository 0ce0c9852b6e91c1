import type { HistoryLine, LineOf } from '../history/lines.js';

export function linesOf<Kind extends HistoryLine['kind']>(history: readonly HistoryLine[], kind: Kind): LineOf<Kind>[] {
  return history.filter((line): line is LineOf<Kind> => line.kind === kind);
}
