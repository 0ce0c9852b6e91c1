import type { Rule } from '@concordat/platform-http';

/** Who manages the partnership. */
export const ADMINISTRATORS = { roles: ['administrator'] } as const satisfies Rule;

/** Who prepares agreements. */
export const AGREEMENT_AUTHORS = { roles: ['administrator', 'information-governance'] } as const satisfies Rule;
