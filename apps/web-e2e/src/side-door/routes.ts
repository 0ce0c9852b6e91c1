import { everyRouteAsked, type AskedRoute, type Target, type ToldIds } from '@concordat/testing';
import type { SignedIn } from '../stack/people.js';
import { PLANTED } from './planted.js';

const SPOKEN = {
  texts: [`${PLANTED.words} ${PLANTED.familyName}, ${PLANTED.phone}`, `${PLANTED.givenName} ${PLANTED.familyName}`, PLANTED.familyName, PLANTED.givenName, PLANTED.postcode],
  emails: [PLANTED.email],
};

/** What other services are told of on purpose, in public: nobody's name belongs there. */
const IN_PUBLIC = /^\w+ \/(?:(?:agencies|decision-clients|directory-services|forums|identity-provider|installation|partnership|reference-lists)\b|agreements$|agreements\/\{agreementId\}(?:$|\/signatures))/;
const PUBLIC = { texts: ['Said in public'], emails: ['public@council.example'] };

/** What would end the session of who asks. */
const SIGNS_OUT = 'DELETE /sessions/current';

/** Asks every route of every service that reads, or that writes, as these people, and says what is planted wherever something may be said. */
export async function everyServiceAsked(what: 'reads' | 'writes', targets: readonly Target[], people: readonly SignedIn[], told: ToldIds): Promise<AskedRoute[]> {
  const asked: AskedRoute[] = [];
  for (const { name, url, openapi } of targets) {
    const routes = await everyRouteAsked({
      openapi, url, told,
      // What they write may end their own session: then they go on with what is none.
      askers: people.map((person) => ({ roles: person.roles, authorization: async (rule) => (rule === 'public' ? `Session ${person.session}` : `Bearer ${await person.tokenFor(name).catch(() => 'none')}`) })),
      said: (route) => (IN_PUBLIC.test(route) ? PUBLIC : SPOKEN),
      dateOfBirth: PLANTED.dateOfBirth,
      except: (route) => route === SIGNS_OUT || route.startsWith('GET') !== (what === 'reads'),
    });
    asked.push(...routes.map(({ route, statuses }) => ({ route: `${name}: ${route}`, statuses })));
  }
  return asked;
}
