import { knownToRoutes, type KnownToRoutes } from '@concordat/contracts-protocol';
import { NotFoundError } from '@concordat/platform-errors';

const PLACES = { cases: knownToRoutes('jag-cases'), referrals: knownToRoutes('referrals') } as const;

/** The services in which an agency may know a person, by the word that addresses have for what they hold. */
export const KNOWN_TO: readonly { place: string; routes: KnownToRoutes }[] = Object.entries(PLACES).map(([place, routes]) => ({ place, routes }));

/** @throws NotFoundError for an address that is none */
export function knownToOf(given: string): KnownToRoutes {
  const found = KNOWN_TO.find(({ place }) => place === given);
  if (found === undefined) throw new NotFoundError('page');
  return found.routes;
}
