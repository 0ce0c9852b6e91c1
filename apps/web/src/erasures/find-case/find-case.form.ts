import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf } from '../../forms/form.js';

export const findCaseForm = formOf(z.object({ reference: fields.line('Enter the reference', 40) }));
