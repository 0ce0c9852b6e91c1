import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf } from '../../forms/form.js';

export const basisForm = formOf(z.object({ basis: fields.choice(['gateway', 'consent'], 'Select what the sharing rests on') }));
