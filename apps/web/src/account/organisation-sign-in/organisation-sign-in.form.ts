import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf } from '../../forms/form.js';

export const organisationForm = formOf(z.object({ email: fields.email() }));
