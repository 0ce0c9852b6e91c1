import { code, defineRoute, line } from '@concordat/contracts-protocol';
import { z } from 'zod';
import { PASSWORD_LENGTH } from './people.js';

/*
 * The beginning of an installation without a demonstration: whoever started it was shown a code, and with it makes the
 * first partnership and its first administrator. The code works once.
 */

/** Of a set-up code: four groups of five letters and digits that are not easily taken for another, 99 bits in all. */
const setUpCode = z
  .string()
  .max(100)
  .transform((given) => given.toLowerCase().replaceAll(/[\s-]/g, ''))
  .pipe(z.string().regex(/^[a-hjkmnp-z2-9]{20}$/, 'Enter the set-up code, for example k3m7q-2xd9p-p9raw-4tnc8'));

/** Whether the installation waits for its first partnership. */
export const readInstallation = defineRoute({
  service: 'partnership-registry',
  method: 'GET',
  path: '/installation',
  summary: 'Whether the installation waits for its first partnership',
  response: z.strictObject({ awaitsSetUp: z.boolean() }),
});

/** What the first partnership is made from. 422 `set-up-code-not-valid` for a code that is wrong, was replaced or was used. */
export const checkSetUpCode = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/installation/set-up-code',
  summary: 'Check the set-up code',
  body: z.strictObject({ code: setUpCode }),
  response: z.strictObject({ agencyKinds: z.array(z.strictObject({ code, name: line })) }),
});

/** Makes the first partnership, its first agency and its first administrator. 422 `set-up-code-not-valid`, `common-password`. */
export const setUpInstallation = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/installation/partnership',
  summary: 'Make the first partnership and its first administrator',
  body: z.strictObject({
    code: setUpCode,
    name: line,
    districts: z.array(line).min(1, 'Enter at least one district').max(50),
    agency: z.strictObject({ name: line, kind: code }),
    administrator: z.strictObject({
      name: line,
      email: z.email('Enter an email address in the correct format, like name@example.com').max(254).transform((given) => given.toLowerCase()),
      password: z.string().min(PASSWORD_LENGTH, `Password must be ${PASSWORD_LENGTH} characters or more`).max(500, 'Password must be 500 characters or fewer'),
    }),
  }),
  response: z.strictObject({ made: z.literal(true) }),
  status: 201,
});
