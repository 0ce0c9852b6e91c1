import type { lookRoutes, OutputOf } from '@concordat/contracts-protocol';
import { BY_RECORD } from '../../conduct/conduct.presenter.js';
import { ACTION_WORDS, kindWords } from '../../conduct/deed-words.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import { dateTime } from '../../layout/times.js';
import { list } from '../../layout/words.js';
import type { KnownNames } from '../../services/names.js';

export interface ShownLooks {
  word: 'case' | 'referral';
  home: string;
  /** Whose alone are shown; null for everybody's. */
  person: string | null;
  agency: string | null;
  after: string | null;
  /** Whether the reader can open the record itself. */
  mayOpen: boolean;
}

export function looksPage({ items, next }: OutputOf<ReturnType<typeof lookRoutes>['ofCase']>, names: KnownNames, { word, home, person, agency, after, mayOpen }: ShownLooks): PageAnswer {
  const all = `${home}/looks`;
  const [filter, whose] = person !== null ? [`?person=${person}`, names.user(person)] : agency !== null ? [`?agency=${agency}`, names.agency(agency)] : ['', null];
  return page('protections/looks/looks', {
    title: `Who has looked at this ${word}`,
    back: mayOpen ? home : BY_RECORD,
    word,
    all,
    whose,
    base: `${all}${filter}`,
    next,
    after,
    rows: items.map(({ at, userId, agencyId, action, kinds }) => ({
      at: dateTime(at),
      who: names.user(userId),
      ofWho: userId === null || person !== null ? null : `${all}?person=${userId}`,
      agency: agencyId === null ? null : names.agency(agencyId),
      ofAgency: person !== null || agency !== null ? null : `${all}?agency=${agencyId ?? ''}`,
      what: `${ACTION_WORDS[action]}: ${list([...new Set(kinds.map(kindWords))])}`,
    })),
  });
}
