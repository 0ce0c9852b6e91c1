import { madePasskey } from '@concordat/contracts-partnership-registry';
import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf } from '../../forms/form.js';
import { fromBrowser } from '../passkey-sign-in/shown-passkey.js';

export const addPasskeyForm = formOf(
  z.object({
    name: fields.line('Enter a name for the passkey', 60),
    challenge: z.string().max(500),
    passkey: fromBrowser(madePasskey, 'Your browser made no passkey. Try again'),
  }),
);
