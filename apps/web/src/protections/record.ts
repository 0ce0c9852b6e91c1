import { lookRoutes, protectionRoutes, receiptRoutes } from '@concordat/contracts-protocol';
import type { Visit } from '../session/visit.js';

const OF_CASES = { protections: protectionRoutes('jag-cases'), receipts: receiptRoutes('jag-cases'), looks: lookRoutes('jag-cases') };
const OF_REFERRALS = { protections: protectionRoutes('referrals'), receipts: receiptRoutes('referrals'), looks: lookRoutes('referrals') };

/** Addresses of the pages of a case and of a referral, which are the same pages over two services. */
export const recordPages = (page: string): string[] => [`cases/:caseId/${page}`, `referrals/:caseId/${page}`];

/** The service that holds the record of an address, what pages call it, and where its own page is. */
export function recordOf(visit: Visit, id: string): typeof OF_CASES & { word: 'case' | 'referral'; home: string } {
  return visit.path.startsWith('/referrals/') ? { ...OF_REFERRALS, word: 'referral', home: `/referrals/${id}` } : { ...OF_CASES, word: 'case', home: `/cases/${id}` };
}
