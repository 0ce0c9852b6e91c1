import { createHash } from 'node:crypto';
import { readPeriod } from '../periods/notation.js';
import { isDate } from '../periods/period.js';
import { shortened } from '../values/value.js';
import type { FileDraft, PlannedActionDraft, ReadOptions } from './draft.js';
import type { FaultList } from './fault.js';
import { cellFault } from './observations-file.js';
import { readTable, type Headings, type TableRow } from './table-file.js';

export const ACTION_PLAN_HEADINGS: Headings = {
  priority: ['priority'],
  theme: ['theme'],
  action: ['action'],
  owner: ['owner', 'owners', 'lead'],
  end: ['end_date', 'end date', 'by when', 'due'],
  impact: ['impact_measures', 'impact measures', 'measures'],
};

/** Reads a partnership's action plan, with owners and end dates as people type them: `HBBC/ BDC/ Police`, `Mar – 24`. */
export async function readActionPlan(file: string, options: ReadOptions = {}): Promise<FileDraft> {
  const actions = new Map<string, PlannedActionDraft>();
  const { rows } = await readTable(file, { headings: ACTION_PLAN_HEADINGS, required: ['action', 'owner', 'end'], ...options }, (row, faults) => {
    const action = readAction(row, faults);
    if (action === null) return;
    if (actions.has(action.code)) cellFault(faults, row, 'action', 'a row before it gives the same action of the same theme');
    actions.set(action.code, action);
  });
  return { kind: 'action-plan', file, rows, measures: new Map(), areas: new Map(), observations: [], coverage: [], marks: [], actions: [...actions.values()] };
}

function readAction(row: TableRow, faults: FaultList): PlannedActionDraft | null {
  const [priority, theme, action] = [row.cell('priority'), row.cell('theme'), row.cell('action')];
  if (action === '') cellFault(faults, row, 'action', 'the action is missing');
  const end = endOf(row.cell('end'));
  if (end === undefined) cellFault(faults, row, 'end', `"${shortened(row.cell('end'))}" is not an end: a month, like Mar-24, or nothing`);
  if (action === '' || end === undefined) return null;
  const code = createHash('sha256').update([priority, theme, action].join('\n')).digest('hex').slice(0, 32);
  const owners = row.cell('owner').split('/').map((owner) => owner.trim()).filter((owner) => owner !== '');
  return { code, priority, theme, action, owners, end, impact: row.cell('impact') };
}

/** The first day after the period typed; null for none; undefined for what is not a period. A date is the first day after as it stands. */
function endOf(text: string): string | null | undefined {
  if (text === '' || text === '-') return null;
  if (isDate(text)) return text;
  const reading = readPeriod(text);
  return reading.kind === 'period' ? reading.period.end : undefined;
}
