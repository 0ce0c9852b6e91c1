import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf } from '../../forms/form.js';

export const setUpForm = formOf(z.object({ password: fields.password() }));
/** For who has no password: the link that they joined with stands for it. */
export const setUpByLinkForm = formOf(z.object({}));
