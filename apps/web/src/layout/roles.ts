import { SECOND_PERSON_ROLES } from '@concordat/contracts-partnership-registry';
import { SHARING_ROLES, type Role } from '@concordat/contracts-protocol';

/** Roles with which people work on cases: who has none of them can find none. */
export { SHARING_ROLES };

/** Roles that, at the agency that owns a case or referral, say who is kept from it. */
export const KEEPERS = ['coordinator', 'manager', 'victim-safety', 'information-governance'] as const satisfies readonly Role[];

/** What people call the roles. */
export const ROLE_WORDS: Readonly<Record<Role, string>> = {
  practitioner: 'Practitioner',
  coordinator: 'Coordinator',
  manager: 'Manager',
  'information-governance': 'Information governance lead',
  analyst: 'Analyst',
  auditor: 'Auditor',
  'victim-safety': 'Victim safety lead',
  administrator: 'Administrator',
  'agency-administrator': 'Agency administrator',
};

/** The roles of a membership, and those that wait. */
export function rolesHeld({ roles, requested }: { roles: readonly Role[]; requested: readonly Role[] }): string {
  const held = roles.length === 0 ? 'None yet' : rolesInWords(roles);
  return requested.length === 0 ? held : `${held}\nWaiting for a second person: ${rolesInWords(requested)}`;
}

/** Those of the roles for which a second person is needed whenever they begin, in words; null where there are none. */
export function rolesToGrantAgain(memberships: readonly { roles: readonly Role[] }[]): string | null {
  const held = SECOND_PERSON_ROLES.filter((role) => memberships.some(({ roles }) => roles.includes(role)));
  return held.length === 0 ? null : rolesInWords(held);
}

export function rolesInWords(roles: readonly Role[]): string {
  return roles.map((role, place) => (place === 0 ? ROLE_WORDS[role] : ROLE_WORDS[role].charAt(0).toLowerCase() + ROLE_WORDS[role].slice(1))).join(', ');
}
