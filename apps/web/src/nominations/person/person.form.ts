import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf } from '../../forms/form.js';
import { carried } from '../carried.js';

export const personForm = formOf(z.object({ otherNames: fields.optionalLine(), school: fields.optionalLine(), address: fields.optionalText(500), ...carried }));
