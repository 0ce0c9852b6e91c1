import { defineRoute } from '@concordat/contracts-protocol';
import { z } from 'zod';
import { session } from './sessions.js';

/*
 * An authenticator app (RFC 6238), and ten backup codes for who has lost theirs: each is taken once. Backup codes are
 * shown by the answer that makes them, and by nothing else: of them hashes alone are kept.
 */

/** Of a backup code: five and five of these, none of which is easily taken for another. */
export const BACKUP_CODE_LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

const backupCode = z.string().regex(/^[a-hjkmnp-z2-9]{5}-[a-hjkmnp-z2-9]{5}$/, 'Enter a backup code, for example k3m7q-2xd9p');

const password = z.string().min(1).max(500);

/** The second factor of a session whose stage is `second-factor`: six digits of the person's authenticator app. A code is taken in its own thirty seconds and once: 401 `wrong-code` at any other time. */
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

/** The second factor of whoever is signed in, also before they have kept their backup codes. */
export const readSecondFactor = defineRoute({
  service: 'partnership-registry',
  method: 'GET',
  path: '/sessions/current/second-factor',
  summary: 'Whether the account has a second factor, and how many backup codes are left',
  response: z.strictObject({ on: z.boolean(), backupCodesLeft: z.int().min(0) }),
});

/**
 * Makes backup codes in place of all before them, and answers them this once; the stage is `keep-backup-codes` then. With the
 * password where the stage is `ready`; whose stage is `keep-backup-codes` has given their factors just now, and needs none. 422
 * `no-second-factor` without one, 422 `backup-codes-changed` where others were made meanwhile, 429 `too-many-attempts` for whoever makes them all the time.
 */
export const makeBackupCodes = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/sessions/current/backup-codes',
  summary: 'Make backup codes in place of all before them',
  body: z.strictObject({ password: password.nullable() }),
  response: z.strictObject({ codes: z.array(backupCode) }),
});

/** Says that the codes are written down or printed; the session is `ready` then. 422 `backup-codes-kept` at any other stage, 422 `no-backup-codes` before any were made. */
export const keepBackupCodes = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/sessions/current/backup-codes/kept',
  summary: 'Say that the backup codes are kept',
  response: z.strictObject({ kept: z.literal(true) }),
});
