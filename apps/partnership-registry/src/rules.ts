import { AUDIT_READERS } from '@concordat/contracts-protocol';
import type { Rule } from '@concordat/platform-http';

/** Who manages the partnership. */
export const ADMINISTRATORS = { roles: ['administrator'] } as const satisfies Rule;

/** Who looks after people: of their own agency, but for what memberships/people-authority.ts says. */
export const PEOPLE_ADMINISTRATORS = { roles: ['administrator', 'agency-administrator'] } as const satisfies Rule;

/** Who sees what becomes of the roles of an agency's people, and may be the second person for a role. */
export const ROLE_KEEPERS = { roles: ['administrator', 'agency-administrator', 'information-governance'] } as const satisfies Rule;

/** Who sees for whom somebody acted: those who read what they did, too. */
export const SEE_DEPUTIES = { roles: [...PEOPLE_ADMINISTRATORS.roles, ...AUDIT_READERS] } as const satisfies Rule;

/** Who prepares agreements. */
export const AGREEMENT_AUTHORS = { roles: ['administrator', 'information-governance'] } as const satisfies Rule;
