import type { Look, lookRoutes, OutputOf } from '@concordat/contracts-protocol';
import { BY_RECORD } from '../../conduct/conduct.presenter.js';
import { ACTION_WORDS, kindWords } from '../../conduct/deed-words.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import { dateTime } from '../../layout/times.js';
import { count, list } from '../../layout/words.js';
import type { KnownNames } from '../../services/names.js';

type Routes = ReturnType<typeof lookRoutes>;

export interface Filter {
  /** Whose alone are shown; null for everybody's. */
  person: string | null;
  agency: string | null;
  after: string | null;
}

interface Record {
  word: 'case' | 'referral';
  home: string;
}

/** @param mayOpen whether the reader can open the record itself */
export function looksPage({ items, next, people }: OutputOf<Routes['ofCase']>, names: KnownNames, { word, home, mayOpen, ...filter }: Record & Filter & { mayOpen: boolean }): PageAnswer {
  const all = `${home}/looks`;
  return page('protections/looks/looks', {
    ...tableOf(items, next, names, all, filter),
    title: `Who has looked at this ${word}`,
    back: mayOpen ? home : BY_RECORD,
    what: `this ${word}`,
    people: people.map((subjectId, place) => ({ text: people.length === 1 ? `the person of this ${word}` : `person ${String(place + 1)} of this ${word}`, href: `${all}/${subjectId}` })),
    records: `every ${word} of your agency that they are in`,
  });
}

export function personsLooksPage({ items, next, cases }: OutputOf<Routes['ofPerson']>, names: KnownNames, { word, home, subjectId, ...filter }: Record & Filter & { subjectId: string }): PageAnswer {
  return page('protections/looks/looks', {
    ...tableOf(items, next, names, `${home}/looks/${subjectId}`, filter),
    title: 'Who has looked at this person',
    back: `${home}/looks`,
    what: `this person in ${count(cases, word)} of your agency`,
    people: [],
  });
}

function tableOf(items: readonly Look[], next: string | null, names: KnownNames, all: string, { person, agency, after }: Filter) {
  const [filter, whose] = person !== null ? [`?person=${person}`, names.user(person)] : agency !== null ? [`?agency=${agency}`, names.agency(agency)] : ['', null];
  return {
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
  };
}
