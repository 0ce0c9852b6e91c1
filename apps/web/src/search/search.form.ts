import { z } from 'zod';
import * as fields from '../forms/fields.js';
import { formOf } from '../forms/form.js';

export const searchForm = formOf(z.object({ text: fields.line('Enter a name or a reference') }));
