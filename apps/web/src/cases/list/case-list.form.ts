import { CASE_STATES } from '@concordat/contracts-jag-cases';
import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf } from '../../forms/form.js';

/** What to show: cases that are open, that ended, all, or those in one state. */
export const SHOWN = ['open', 'ended', 'all', ...CASE_STATES] as const;

/** The filter of the list, as its address holds it; what is not understood counts as not given. */
export const caseFilterForm = formOf(
  z.object({
    show: z.enum(SHOWN).catch('open'),
    forum: fields.optionalLine(60).catch(''),
    mine: fields.ticked(),
  }),
);

export interface CaseFilter {
  show: (typeof SHOWN)[number];
  /** Code of a forum; '' for all. */
  forum: string;
  /** Only cases that the reader leads. */
  mine: boolean;
}

export function caseFilterOf(query: unknown): CaseFilter {
  return caseFilterForm.read(query).value ?? { show: 'open', forum: '', mine: false };
}
