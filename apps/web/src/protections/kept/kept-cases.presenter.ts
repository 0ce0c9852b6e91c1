import type { OutputOf, protectionRoutes } from '@concordat/contracts-protocol';
import { page, type PageAnswer } from '../../layout/answers.js';
import { count } from '../../layout/words.js';

type Kept = OutputOf<ReturnType<typeof protectionRoutes>['kept']>;

export function keptCasesPage(kind: string, { items, next }: Kept, { after, erases }: { after: string | null; erases: boolean }): PageAnswer {
  const word = kind === 'referrals' ? 'referral' : 'case';
  return page('protections/kept/kept-cases', {
    title: `${kind === 'referrals' ? 'Referrals' : 'Cases'} that you look after`,
    word,
    base: `/kept/${kind}`,
    other: kind === 'referrals' ? { text: 'Cases that you look after', href: '/kept/cases' } : { text: 'Referrals that you look after', href: '/kept/referrals' },
    erasures: erases ? { text: `Requests to erase people of ${word}s`, href: `/kept/${kind}/erasures` } : null,
    next,
    after,
    rows: items.map((row) => {
      const home = `/${kind}/${row.caseId}`;
      return {
        reference: row.reference,
        whose: row.owned ? 'Your agency’s' : 'Another agency’s',
        kept: kept(row),
        waits: waiting(row),
        links: [
          ...(row.owned ? [{ text: 'Who is kept from it', href: `${home}/protections` }] : []),
          { text: 'Consent', href: `${home}/consents` },
          { text: 'Decisions to share', href: `${home}/disclosures` },
          ...(row.readerRequests > 0 ? [{ text: 'Readers to confirm', href: '/kept/readers' }] : []),
          ...(row.emergencyReviews > 0 ? [{ text: 'Emergency access', href: '/emergency-access' }] : []),
        ],
      };
    }),
  });
}

const some = (amount: number, one: string, many?: string): string[] => (amount === 0 ? [] : [count(amount, one, many)]);

const kept = ({ registered, excluded, records }: Kept['items'][number]): string =>
  [...some(registered, 'entry in the register', 'entries in the register'), ...some(excluded, 'colleague kept from it', 'colleagues kept from it'), ...some(records, 'record of consent or of a decision', 'records of consent or of decisions')].join('\n');

const waiting = ({ nearMatches, readerRequests, emergencyReviews }: Kept['items'][number]): string =>
  [...some(nearMatches, 'name like one in the register', 'names like one in the register'), ...some(readerRequests, 'reader to confirm', 'readers to confirm'), ...some(emergencyReviews, 'emergency access to review', 'emergency accesses to review')].join('\n') || 'Nothing';
