import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf } from '../../forms/form.js';

export const reviewForm = formOf(z.object({ needed: fields.yesNo('Select yes if they still need it'), version: fields.version() }));
