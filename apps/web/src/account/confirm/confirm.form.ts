import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf } from '../../forms/form.js';

export const confirmForm = formOf(z.object({ password: fields.password() }));
