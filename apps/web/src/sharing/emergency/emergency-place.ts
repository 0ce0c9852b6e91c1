import { caseEmergencies } from '@concordat/contracts-jag-cases';
import type { EmergencyRoutes } from '@concordat/contracts-protocol';
import { referralEmergencies } from '@concordat/contracts-referrals';
import { NotFoundError } from '@concordat/platform-errors';

/** Routes of emergency access by the part of the address that says where. */
export const EMERGENCIES: Readonly<Record<'cases' | 'referrals', EmergencyRoutes>> = { cases: caseEmergencies, referrals: referralEmergencies };

/** @throws NotFoundError for another word in the address */
export function emergenciesOf(kind: string): EmergencyRoutes {
  if (kind !== 'cases' && kind !== 'referrals') throw new NotFoundError('kind of emergency access');
  return EMERGENCIES[kind];
}

/** A referral's reference begins with RF. */
export const kindOf = (reference: string): 'cases' | 'referrals' => (reference.startsWith('RF-') ? 'referrals' : 'cases');
