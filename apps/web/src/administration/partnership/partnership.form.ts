import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf } from '../../forms/form.js';
import { oneALine } from '../fields.js';

export const partnershipForm = formOf(
  z.object({ name: fields.line('Enter the name of the partnership'), districts: oneALine({ entries: 50, called: 'districts' }, 'Enter at least one district'), version: fields.version() }),
);
