import { SignedIn } from '../calling/signed-in.js';
import { AGENCIES } from '../content/agencies.js';
import { PARTNERSHIPS, type PartnershipKey } from '../content/partnerships.js';
import { PASSWORD, PEOPLE, type DemoPerson, type PersonKey } from '../content/people.js';
import type { DemoEnvironment } from '../environment.js';
import { provisionPartnership } from '../programs/provision.js';
import { registerAgencies, type AgencyIds } from './agencies.js';
import { registerPeople, trainingOf } from './people.js';
import { registerAgreements, registerForums, registerServices } from './working-together.js';

const FIRST_ADMINISTRATORS = { here: 'administrator', neighbour: 'neighbourAdministrator' } as const satisfies Record<PartnershipKey, PersonKey>;

/** The partnership's first administrator, signed in; it is made with them unless an earlier load made it. */
export async function openPartnership(environment: DemoEnvironment, partnership: PartnershipKey): Promise<SignedIn> {
  const person: DemoPerson = PEOPLE[FIRST_ADMINISTRATORS[partnership]];
  const { name, email, places } = person;
  const open = (): Promise<SignedIn | null> => SignedIn.open(environment.services, { email, password: PASSWORD });
  const before = await open();
  if (before !== null) return before;
  const [place] = places;
  if (place === undefined) throw new Error(`${email} works for no agency`);
  const { name: agencyName, kind } = AGENCIES[place.agency];
  await provisionPartnership(environment, {
    ...PARTNERSHIPS[partnership],
    firstAdministrator: { name, email, password: PASSWORD, agency: { name: agencyName, kind }, trainingValidTo: trainingOf(person), secondFactorExempt: true },
  });
  const now = await open();
  if (now === null) throw new Error(`${email} cannot sign in with the demo’s password`);
  return now;
}

/** Everything that administrators keep of a partnership. @returns its agencies */
export async function setUpPartnership(
  environment: DemoEnvironment,
  administrator: SignedIn,
  partnership: PartnershipKey,
  elsewhere: AgencyIds = {},
): Promise<AgencyIds> {
  const agencies = await registerAgencies(administrator, partnership, elsewhere);
  await Promise.all([
    registerPeople(environment, administrator, partnership, agencies),
    registerForums(administrator, partnership, agencies),
    registerAgreements(administrator, partnership, agencies),
    ...(partnership === 'here' ? [registerServices(administrator, agencies)] : []),
  ]);
  return agencies;
}
