import type { ArrowConvention } from '@concordat/contracts-indicators';
import { ACTION_PLAN_HEADINGS, readActionPlan } from './action-plan-file.js';
import { DASHBOARD_HEADINGS, readDashboardFile } from './dashboard-file.js';
import type { FileDraft, ImportKind, ReadOptions } from './draft.js';
import { OBSERVATION_HEADINGS, readObservations } from './observations-file.js';
import { POLICE_STREET_HEADINGS, readPoliceStreet } from './police-street.js';
import { normalHeader, type Headings } from './table-file.js';

export interface ReaderOptions extends ReadOptions {
  yearToDateEnd?: string;
  convention?: ArrowConvention;
}

interface Reader {
  headings: Headings;
  read(file: string, options: ReaderOptions): Promise<FileDraft>;
}

/** How each kind of file is read. */
export const READERS: Readonly<Record<ImportKind, Reader>> = {
  'police-uk': { headings: POLICE_STREET_HEADINGS, read: readPoliceStreet },
  observations: { headings: OBSERVATION_HEADINGS, read: readObservations },
  dashboard: { headings: DASHBOARD_HEADINGS, read: readDashboardFile },
  'action-plan': { headings: ACTION_PLAN_HEADINGS, read: readActionPlan },
};

/** The column of a kind of file that a person means by its name or one of its usual headers; null for none. */
export function columnCalled(kind: ImportKind, name: string): string | null {
  const wanted = normalHeader(name);
  const found = Object.entries(READERS[kind].headings).find(([column, headers]) => column.toLowerCase() === wanted || headers.includes(wanted));
  return found?.[0] ?? null;
}
