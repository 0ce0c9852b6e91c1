import { SET_ASIDE_REASONS } from '@concordat/contracts-protocol';
import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf } from '../../forms/form.js';

export const giveUpForm = formOf(z.object({ reason: fields.choice(SET_ASIDE_REASONS, 'Select why it is not needed') }));
