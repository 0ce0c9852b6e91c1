import {
  addMembership,
  addPerson,
  changeMembership,
  createPasswordLink,
  listPeople,
  setPassword,
  type Membership,
  type Person,
} from '@concordat/contracts-partnership-registry';
import { callService } from '../calling/service-call.js';
import { SignedIn } from '../calling/signed-in.js';
import { daysAgo, inAYear } from '../content/dates.js';
import { PASSWORD, peopleOf, type DemoPerson } from '../content/people.js';
import type { PartnershipKey } from '../content/partnerships.js';
import type { DemoEnvironment } from '../environment.js';
import { idOf, type AgencyIds } from './agencies.js';

/** First date on which a person's training no longer holds. */
export const trainingOf = ({ trainingLapsed }: DemoPerson): string => (trainingLapsed ? daysAgo(30) : inAYear());

/** Registers the partnership's people that are missing, with their memberships and the password that all of them have. */
export async function registerPeople({ services }: DemoEnvironment, administrator: SignedIn, partnership: PartnershipKey, agencies: AgencyIds): Promise<void> {
  const { items: known } = await administrator.call(listPeople, { query: { size: 100 } });
  await Promise.all(
    peopleOf(partnership).map(async (person) => {
      const found = known.find(({ email }) => email === person.email);
      const { registered, isNew } = found === undefined ? { registered: await register(administrator, person, agencies), isNew: true } : { registered: found, isNew: false };
      await giveMemberships(administrator, person, registered, agencies);
      if (isNew || !(await SignedIn.knows(services, { email: person.email, password: PASSWORD }))) await givePassword(services, administrator, registered);
    }),
  );
}

function membershipsOf(person: DemoPerson, agencies: AgencyIds) {
  return person.places.map(({ agency, roles }) => ({
    agencyId: idOf(agencies, agency),
    roles: [...roles],
    startsOn: daysAgo(300),
    trainingValidTo: trainingOf(person),
  }));
}

async function register(administrator: SignedIn, person: DemoPerson, agencies: AgencyIds): Promise<Person> {
  const [membership] = membershipsOf(person, agencies);
  if (membership === undefined) throw new Error(`${person.email} works for no agency`);
  return administrator.call(addPerson, { body: { name: person.name, email: person.email, membership } });
}

async function giveMemberships(administrator: SignedIn, person: DemoPerson, registered: Person, agencies: AgencyIds): Promise<void> {
  for (const wanted of membershipsOf(person, agencies)) {
    const held = registered.memberships.find(({ agencyId, active }) => agencyId === wanted.agencyId && active);
    if (held === undefined) await administrator.call(addMembership, { params: { userId: registered.id }, body: wanted });
    else if (lacksRoles(held, wanted.roles)) {
      const { version, startsOn, endsOn, trainingValidTo } = held;
      await administrator.call(changeMembership, { params: { membershipId: held.id }, body: { version, startsOn, endsOn, trainingValidTo, roles: wanted.roles } });
    }
  }
}

const lacksRoles = ({ roles }: Membership, wanted: Membership['roles']): boolean => wanted.some((role) => !roles.includes(role));

async function givePassword(services: DemoEnvironment['services'], administrator: SignedIn, { id }: Person): Promise<void> {
  const { token } = await administrator.call(createPasswordLink, { params: { userId: id } });
  await callService(services, setPassword, { body: { token, password: PASSWORD } }, null);
}
