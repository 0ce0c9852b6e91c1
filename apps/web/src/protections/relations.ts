import type { relation } from '@concordat/contracts-protocol';
import type { z } from 'zod';

/** What somebody in the register is to the person. */
export const RELATION_WORDS: Readonly<Record<z.output<typeof relation>, string>> = {
  'partner-or-former-partner': 'Partner or former partner',
  family: 'Family',
  friend: 'Friend',
  employer: 'Employer',
  other: 'Somebody else',
};
