import { erasureRoutes, type ErasureRoutes } from '@concordat/contracts-protocol';
import { NotFoundError } from '@concordat/platform-errors';

/** What of a service stands in the addresses and words of these pages. */
export interface Kind {
  routes: ErasureRoutes;
  /** As in addresses: `/kept/cases/erasures`. */
  path: 'cases' | 'referrals';
  word: 'case' | 'referral';
}

const KINDS: Readonly<Record<Kind['path'], Kind>> = {
  cases: { routes: erasureRoutes('jag-cases'), path: 'cases', word: 'case' },
  referrals: { routes: erasureRoutes('referrals'), path: 'referrals', word: 'referral' },
};

/** @throws NotFoundError for an address of neither */
export function kindOf(path: string): Kind {
  if (path !== 'cases' && path !== 'referrals') throw new NotFoundError('kind of record');
  return KINDS[path];
}
