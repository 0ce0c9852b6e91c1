import {
  addMembership,
  addPerson,
  changeMembership,
  createPasswordLink,
  decideRoleRequest,
  listPeople,
  listRoleRequests,
  setPassword,
  type Membership,
  type Person,
} from '@concordat/contracts-partnership-registry';
import { callService } from '../calling/service-call.js';
import { SignedIn } from '../calling/signed-in.js';
import { AGENCY_ADMINISTRATORS } from '../content/agency-administrators.js';
import type { AgencyKey } from '../content/agencies.js';
import { daysAgo, inAYear } from '../content/dates.js';
import { PASSWORD, peopleOf, type DemoPerson } from '../content/people.js';
import type { PartnershipKey } from '../content/partnerships.js';
import type { DemoEnvironment } from '../environment.js';
import { exemptFromSecondFactor } from '../programs/provision.js';
import { idOf, type AgencyIds } from './agencies.js';

/** First date on which a person's training no longer holds. */
export const trainingOf = ({ trainingLapsed }: DemoPerson): string => (trainingLapsed ? daysAgo(30) : inAYear());

/** Who looks after the people of each agency: an agency's own administrator, or whoever made the partnership. */
class Administrators {
  constructor(
    private readonly first: SignedIn,
    private readonly others: ReadonlyMap<AgencyKey, SignedIn>,
  ) {}

  of(agency: AgencyKey): SignedIn {
    return this.others.get(agency) ?? this.first;
  }

  /** Each grants what another asked for. */
  async grantWhatWaits(): Promise<void> {
    for (const who of [this.first, ...this.others.values()]) {
      const { items } = await who.call(listRoleRequests, { query: { size: 100 } });
      for (const { id, version } of items.filter(({ mayDecide }) => mayDecide)) await who.call(decideRoleRequest, { params: { requestId: id }, body: { version, grant: true } });
    }
  }

  async leave(): Promise<void> {
    await Promise.all([...this.others.values()].map((who) => who.leave()));
  }
}

/**
 * Registers the partnership's people that are missing, with their memberships and the password that all of them have:
 * first an administrator for each agency, who then adds its people.
 */
export async function registerPeople(environment: DemoEnvironment, administrator: SignedIn, partnership: PartnershipKey, agencies: AgencyIds): Promise<void> {
  const { services } = environment;
  const administrators = await openAdministrators(environment, administrator, partnership, agencies);
  const { items: known } = await administrator.call(listPeople, { query: { size: 100 } });
  await Promise.all(
    peopleOf(partnership).map(async (person) => {
      const [place] = person.places;
      if (place === undefined) throw new Error(`${person.email} works for no agency`);
      const own = administrators.of(place.agency);
      const found = known.find(({ email }) => email === person.email);
      const registered = found ?? (await register(own, person, agencies));
      await giveMemberships(administrators, person, registered, agencies);
      if (found === undefined || !(await SignedIn.knows(services, { email: person.email, password: PASSWORD }))) await givePassword(services, own, registered);
    }),
  );
  await administrators.grantWhatWaits();
  await administrators.leave();
}

async function openAdministrators(environment: DemoEnvironment, first: SignedIn, partnership: PartnershipKey, agencies: AgencyIds): Promise<Administrators> {
  const { services } = environment;
  const wanted = AGENCY_ADMINISTRATORS.filter((person) => person.partnership === partnership);
  const { items: known } = await first.call(listPeople, { query: { size: 100 } });
  await Promise.all(
    wanted.map(async (person) => {
      const found = known.find(({ email }) => email === person.email);
      const registered = found ?? (await register(first, person, agencies));
      if (found === undefined || !(await SignedIn.knows(services, { email: person.email, password: PASSWORD }))) await givePassword(services, first, registered);
    }),
  );
  await exemptFromSecondFactor(environment, wanted.map(({ email }) => email));
  const own = await Promise.all(
    wanted.map(async ({ email, places: [place] }): Promise<[AgencyKey, SignedIn]> => {
      const who = await SignedIn.open(services, { email, password: PASSWORD });
      if (who === null || place === undefined) throw new Error(`${email} cannot sign in with the demo’s password`);
      return [place.agency, who];
    }),
  );
  return new Administrators(first, new Map(own));
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

async function giveMemberships(administrators: Administrators, person: DemoPerson, registered: Person, agencies: AgencyIds): Promise<void> {
  for (const [index, wanted] of membershipsOf(person, agencies).entries()) {
    const agency = person.places[index]?.agency;
    if (agency === undefined) continue;
    const administrator = administrators.of(agency);
    const held = registered.memberships.find(({ agencyId, active }) => agencyId === wanted.agencyId && active);
    if (held === undefined) await administrator.call(addMembership, { params: { userId: registered.id }, body: wanted });
    else if (lacksRoles(held, wanted.roles)) {
      const { version, startsOn, endsOn, trainingValidTo } = held;
      await administrator.call(changeMembership, { params: { membershipId: held.id }, body: { version, startsOn, endsOn, trainingValidTo, roles: wanted.roles } });
    }
  }
}

const lacksRoles = ({ roles, requested }: Membership, wanted: Membership['roles']): boolean => wanted.some((role) => !roles.includes(role) && !requested.includes(role));

async function givePassword(services: DemoEnvironment['services'], administrator: SignedIn, { id }: Person): Promise<void> {
  const { token } = await administrator.call(createPasswordLink, { params: { userId: id } });
  await callService(services, setPassword, { body: { token, password: PASSWORD } }, null);
}
