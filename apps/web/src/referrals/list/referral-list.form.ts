import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf } from '../../forms/form.js';

/** The filter of the list, as its address holds it; what is not understood counts as not given. */
export const referralFilterForm = formOf(z.object({ show: z.enum(['open', 'ended', 'all']).catch('open'), mine: fields.ticked() }));

export interface ReferralFilter {
  show: 'open' | 'ended' | 'all';
  /** Only referrals that the reader works on. */
  mine: boolean;
}

export const referralFilterOf = (query: unknown): ReferralFilter => referralFilterForm.read(query).value ?? { show: 'open', mine: false };
