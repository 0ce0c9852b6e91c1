import type { OutputOf, protectionRoutes } from '@concordat/contracts-protocol';
import { done, page, type PageAnswer } from '../../layout/answers.js';
import { dateTime } from '../../layout/times.js';
import { codeWords } from '../../layout/words.js';
import type { KnownNames } from '../../services/names.js';

type Waiting = OutputOf<ReturnType<typeof protectionRoutes>['waitingReaders']>['items'][number];

export function readersPage(requests: readonly { place: string; request: Waiting }[], names: KnownNames, query: unknown): PageAnswer {
  return page('protections/readers/readers', {
    title: 'Readers who wait for a second person',
    back: '/kept/cases',
    success: done(query, { decided: 'Your decision has been recorded' }),
    requests: requests.map(({ place, request: { id, version, itemId, caseReference, category, userId, why, askedByUserId, askedAt } }) => ({
      version,
      name: names.user(userId),
      // One person may wait for several.
      called: `${names.user(userId)}, ${caseReference}, ${codeWords(category).toLowerCase()}`,
      address: `/kept/readers/${place}/${itemId}/${id}`,
      details: [
        { key: place === 'referrals' ? 'Referral' : 'Case', text: caseReference },
        { key: 'Kind of information', text: codeWords(category) },
        { key: 'Asked by', text: `${names.user(askedByUserId)}, ${dateTime(askedAt)}` },
        { key: 'Why', text: why ?? '' },
      ],
    })),
  });
}
