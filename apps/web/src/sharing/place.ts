import { caseConsents, caseDisclosures } from '@concordat/contracts-jag-cases';
import type { ConsentRoutes, DisclosureRoutes } from '@concordat/contracts-protocol';
import { referralConsents, referralDisclosures } from '@concordat/contracts-referrals';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** Where a page about sharing stands: at a case or at a referral, which are alike here. */
export interface SharingPlace {
  kind: 'case' | 'referral';
  caseId: string;
  /** The address of the case or referral. */
  base: string;
  consents: ConsentRoutes;
  disclosures: DisclosureRoutes;
}

/** Addresses below which these pages stand, for `@Controller`. */
export const PLACES = ['cases/:caseId', 'referrals/:caseId'];

export function placeOf(path: string): SharingPlace {
  const [, section = '', caseId = ''] = path.split('/');
  const base = `/${section}/${caseId}`;
  return section === 'referrals'
    ? { kind: 'referral', caseId, base, consents: referralConsents, disclosures: referralDisclosures }
    : { kind: 'case', caseId, base, consents: caseConsents, disclosures: caseDisclosures };
}

/** Parameter of a controller's method: where the page stands. */
export const Place = createParamDecorator((_data: unknown, context: ExecutionContext): SharingPlace => placeOf(context.switchToHttp().getRequest<FastifyRequest>().visit.path));
