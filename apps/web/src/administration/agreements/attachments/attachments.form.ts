import { MOST_ATTACHMENT_BYTES } from '@concordat/contracts-partnership-registry';
import { z } from 'zod';
import * as fields from '../../../forms/fields.js';
import { formOf } from '../../../forms/form.js';

export const attachForm = formOf(
  z.object({ file: fields.file('Choose a file', { most: MOST_ATTACHMENT_BYTES, tooLarge: 'The file must be 5 megabytes or smaller' }), version: fields.version() }),
);
