import { shownPasskey } from '@concordat/contracts-partnership-registry';
import { z } from 'zod';
import { formOf } from '../../forms/form.js';
import { fromBrowser } from './shown-passkey.js';

export const passkeySignInForm = formOf(
  z.object({ challenge: z.string().max(500), passkey: fromBrowser(shownPasskey, 'Your browser gave no passkey. Try again, or sign in another way') }),
);
