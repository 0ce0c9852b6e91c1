import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf } from '../../forms/form.js';

/** `codes`: the forums to which a person can be nominated. */
export const forumForm = (codes: readonly string[]) => formOf(z.object({ forum: fields.choiceOf(codes, 'Select the forum') }));
