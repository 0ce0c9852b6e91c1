import { defineRoute } from '@concordat/contracts-protocol';
import { z } from 'zod';
import { session } from './sessions.js';

/*
 * An authenticator app (RFC 6238), and ten backup codes for who has lost theirs: each is taken once. The codes are
 * shown after the set-up until their owner says that they have kept them, and never again.
 */

/** Of a backup code: five and five of these, none of which is easily taken for another. */
export const BACKUP_CODE_LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

const backupCode = z.string().regex(/^[a-hjkmnp-z2-9]{5}-[a-hjkmnp-z2-9]{5}$/, 'Enter a backup code, for example k3m7q-2xd9p');

const password = z.string().min(1).max(500);

/** The second factor of a session whose stage is `second-factor`: six digits of the person's authenticator app. A code is taken once: 401 `wrong-code` the second time. */
export const giveSecondFactor = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/sessions/current/second-factor',
  summary: 'Give the code of the second factor',
  body: z.strictObject({ code: z.string().regex(/^\d{6}$/, 'Enter the 6 digits that your app shows') }),
  response: session,
});

/** In place of the app's code, where the stage is `second-factor`. 401 `wrong-code` for one that was used before. */
export const giveBackupCode = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/sessions/current/backup-code',
  summary: 'Give a backup code in place of the second factor',
  body: z.strictObject({ code: backupCode }),
  response: session,
});

/**
 * Begins the set-up of a second factor: the address to show as QR code or to type into an authenticator app. With the password,
 * or, for an account that has none, within ten minutes of its owner's own word: 403 `confirmation-needed` after them.
 */
export const beginSecondFactor = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/sessions/current/second-factor/set-up',
  summary: 'Begin to set up a second factor',
  body: z.strictObject({ password: password.nullable() }),
  response: z.strictObject({ uri: z.string() }),
});

/** The second factor of whoever is signed in. */
export const readSecondFactor = defineRoute({
  service: 'partnership-registry',
  method: 'GET',
  path: '/sessions/current/second-factor',
  summary: 'Whether the account has a second factor, and how many backup codes are left',
  response: z.strictObject({ on: z.boolean(), backupCodesLeft: z.int().min(0) }),
});

/** The backup codes, while the stage is `keep-backup-codes`; 409 `backup-codes-kept` at any other time. */
export const readBackupCodes = defineRoute({
  service: 'partnership-registry',
  method: 'GET',
  path: '/sessions/current/backup-codes',
  summary: 'Read the backup codes that are not kept yet',
  response: z.strictObject({ codes: z.array(backupCode) }),
});

/** Says that the codes are written down or printed; from now on nobody can read them, and the session is `ready`. */
export const keepBackupCodes = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/sessions/current/backup-codes/kept',
  summary: 'Say that the backup codes are kept',
  response: z.strictObject({ kept: z.literal(true) }),
});

/** Makes new codes in place of all before them; the stage is `keep-backup-codes` then. 409 `no-second-factor` without one. */
export const replaceBackupCodes = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/sessions/current/backup-codes',
  summary: 'Replace the backup codes by new ones',
  body: z.strictObject({ password }),
  response: z.strictObject({ replaced: z.literal(true) }),
});
