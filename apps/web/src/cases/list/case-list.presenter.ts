import { CASE_STATES, type countCases, type listCases, type listForums } from '@concordat/contracts-jag-cases';
import type { OutputOf } from '@concordat/contracts-protocol';
import { page, type PageAnswer } from '../../layout/answers.js';
import { shortDate } from '../../layout/times.js';
import type { KnownNames } from '../../services/names.js';
import { peopleNames, whyNamed } from '../case-file.js';
import { ENDED_STATES, stateTag } from '../words/case-words.js';
import { caseFilterForm, type CaseFilter } from './case-list.form.js';

export interface CaseListAnswers {
  cases: OutputOf<typeof listCases>;
  counts: OutputOf<typeof countCases>['states'];
  forums: OutputOf<typeof listForums>['items'];
  names: KnownNames;
}

export function caseListPage({ cases, counts: unordered, forums, names }: CaseListAnswers, filter: CaseFilter, after: string | null): PageAnswer {
  const { show, forum, mine } = filter;
  const counts = unordered.toSorted((one, other) => CASE_STATES.indexOf(one.state) - CASE_STATES.indexOf(other.state));
  return page('cases/list/case-list', {
    title: 'Cases',
    filter: caseFilterForm.blank({ show, forum, mine }),
    showItems: showItems(counts),
    forumItems: forums.map(({ code, name }) => ({ value: code, text: name })),
    counts: counts.map(({ state, count }) => ({ text: stateTag(state).text, count, href: addressOf({ ...filter, show: state }), current: show === state })),
    rows: cases.items.map((row) => ({
      href: `/cases/${row.id}`,
      reference: row.reference,
      people: peopleNames(row.people),
      why: whyNamed(row.people),
      forum: row.forumName,
      state: stateTag(row.state),
      since: shortDate(row.since),
      lead: row.leadUserId === null ? 'No lead officer yet' : names.user(row.leadUserId),
    })),
    empty: emptyWords(filter),
    next: cases.next,
    base: addressOf(filter),
    after,
  });
}

/** The states that hold cases, with how many. */
function showItems(counts: CaseListAnswers['counts']): { value: string; text: string }[] {
  const sum = (ended: boolean) => counts.filter(({ state }) => ENDED_STATES.includes(state) === ended).reduce((total, { count }) => total + count, 0);
  const [open, ended] = [sum(false), sum(true)];
  return [
    { value: 'open', text: `Open cases (${open})` },
    { value: 'ended', text: `Ended cases (${ended})` },
    { value: 'all', text: `All cases (${open + ended})` },
    ...counts.map(({ state, count }) => ({ value: state, text: `${stateTag(state).text} (${count})` })),
  ];
}

/** The list's address with a filter; what is usual is left out. */
export function addressOf({ show, forum, mine }: CaseFilter): string {
  const query = new URLSearchParams({ ...(show === 'open' ? {} : { show }), ...(forum === '' ? {} : { forum }), ...(mine ? { mine: 'yes' } : {}) });
  return query.size === 0 ? '/cases' : `/cases?${query.toString()}`;
}

function emptyWords({ show, forum, mine }: CaseFilter): string {
  if (mine) return 'You lead no case that fits. Change what is shown, or clear the filter.';
  if (show === 'open' && forum === '') return 'There is no open case that you may see. Cases come here when they are nominated to your forum, or when your agency is invited to one.';
  return 'No case fits. Change what is shown, or clear the filter.';
}
