import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf } from '../../forms/form.js';

export const backupCodesForm = formOf(z.object({ kept: fields.mustTick('Select that you have kept your backup codes') }));
