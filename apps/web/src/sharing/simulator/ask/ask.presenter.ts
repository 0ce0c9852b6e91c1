import type { OutputOf, simulatorRoutes } from '@concordat/contracts-protocol';
import { rolesInWords } from '../../../layout/roles.js';
import type { KnownNames } from '../../../services/names.js';

type Asked = OutputOf<ReturnType<typeof simulatorRoutes>['people']>['people'][number];

/** Whom it can be asked about, by name; somebody who is at one agency in several ways, as a deputy is, with the roles of each. */
export function peopleAsked(people: readonly Asked[], names: KnownNames): { value: string; text: string }[] {
  const ofSame = ({ userId, agencyId, active }: Asked): number => people.filter((one) => one.userId === userId && one.agencyId === agencyId && one.active === active).length;
  return people
    .map((one) => {
      const roles = ofSame(one) > 1 ? ` (${rolesInWords(one.roles)})` : '';
      return { value: one.membershipId, text: `${names.user(one.userId)}, ${names.agency(one.agencyId)}${roles}${one.active ? '' : ' (account closed)'}` };
    })
    .sort((one, other) => one.text.localeCompare(other.text, 'en-GB'));
}
