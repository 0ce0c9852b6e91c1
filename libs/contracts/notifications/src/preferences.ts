import { defineRoute, version } from '@concordat/contracts-protocol';
import { z } from 'zod';

const service = 'notifications' as const;

/** How a person hears of things besides the application: an email for each notice, one each morning, or none. */
export const mailChoice = z.enum(['at-once', 'daily', 'application-only']);
export type MailChoice = z.output<typeof mailChoice>;

/** Without a choice it is `at-once`, and the version null. */
export const readPreference = defineRoute({
  service,
  method: 'GET',
  path: '/preference',
  summary: 'How I hear of things',
  response: z.strictObject({ mail: mailChoice, version: version.nullable() }),
});

/** Holds from then on; what is waiting to be sent follows `application-only` and `daily` as well. */
export const choosePreference = defineRoute({
  service,
  method: 'PUT',
  path: '/preference',
  summary: 'Choose how I hear of things',
  body: z.strictObject({ mail: mailChoice, version: version.nullable() }),
  response: z.strictObject({ mail: mailChoice, version }),
});
