import type { ErasureRoutes, OutputOf } from '@concordat/contracts-protocol';
import { done, page, type PageAnswer } from '../../layout/answers.js';
import { date } from '../../layout/times.js';
import type { KnownNames } from '../../services/names.js';
import { GROUND_WORDS, STATE_WORDS } from '../erasure-words.js';
import type { Kind } from '../kinds.js';

export function erasureListPage({ path, word }: Kind, { items, next }: OutputOf<ErasureRoutes['list']>, names: KnownNames, { query, after }: { query: unknown; after: string | null }): PageAnswer {
  const base = `/kept/${path}/erasures`;
  return page('erasures/list/erasure-list', {
    title: `Requests to erase people of ${word}s`,
    back: `/kept/${path}`,
    success: done(query, { asked: 'A colleague now has to confirm it', erased: 'The person has been erased', held: 'That they are kept has been recorded' }),
    base,
    word,
    other: path === 'cases' ? { text: 'Requests to erase people of referrals', href: '/kept/referrals/erasures' } : { text: 'Requests to erase people of cases', href: '/kept/cases/erasures' },
    next,
    after,
    rows: items.map((row) => ({
      reference: row.caseReference,
      ground: GROUND_WORDS[row.ground],
      number: row.reference ?? 'None',
      asked: row.askedByUserId === null ? `Erased with the ${word === 'case' ? 'referral' : 'case'}, ${date(row.askedAt)}` : `${names.user(row.askedByUserId)}, ${date(row.askedAt)}`,
      state: STATE_WORDS[row.state],
      href: `${base}/${row.id}`,
      action: row.mayDecide ? 'Decide' : 'View',
    })),
  });
}
