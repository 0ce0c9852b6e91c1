import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf } from '../../forms/form.js';

/** Sending is about the answers that were checked, which the version stands for. */
export const checkForm = formOf(z.object({ version: fields.version() }));
