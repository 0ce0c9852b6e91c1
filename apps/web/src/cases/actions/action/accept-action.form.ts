import { z } from 'zod';
import * as fields from '../../../forms/fields.js';
import { formOf } from '../../../forms/form.js';

/** The button "Accept the action". */
export const acceptActionForm = formOf(z.object({ version: fields.version() }));
