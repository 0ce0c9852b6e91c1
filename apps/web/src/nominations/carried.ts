import { z } from 'zod';
import * as fields from '../forms/fields.js';

/** What every form of the journey carries besides its questions: the draft's version, and where to go when it is saved. */
export const carried = {
  version: fields.version(),
  then: z.preprocess((value) => value ?? 'next', z.enum(['next', 'later'], 'Select where to go next')),
};

export interface Carried {
  version: number;
  then: 'next' | 'later';
}
