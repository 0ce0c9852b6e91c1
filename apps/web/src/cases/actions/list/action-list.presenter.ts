import type { listActions } from '@concordat/contracts-jag-cases';
import type { OutputOf } from '@concordat/contracts-protocol';
import { page, type PageAnswer } from '../../../layout/answers.js';
import { shortDate } from '../../../layout/times.js';
import type { KnownNames } from '../../../services/names.js';
import { actionTag } from '../../words/case-words.js';

export interface ActionFilter {
  which: 'open' | 'overdue' | 'finished';
  whose: 'agency' | 'mine';
}

const WHICH = { open: 'Open', overdue: 'Overdue', finished: 'Finished' } as const;
const WHOSE = { agency: 'All of your agency’s', mine: 'Yours, and those that nobody has yet' } as const;

const EMPTY = {
  open: 'There is no open action.',
  overdue: 'No action is overdue.',
  finished: 'No action has been finished yet.',
} as const;

export function actionListPage({ items, next }: OutputOf<typeof listActions>, names: KnownNames, filter: ActionFilter, after: string | null): PageAnswer {
  return page('cases/actions/list/action-list', {
    title: 'Actions',
    which: entriesOf(WHICH).map(([which, text]) => ({ text, href: actionsAddress({ ...filter, which }), active: which === filter.which })),
    whose: entriesOf(WHOSE).map(([whose, text]) => ({ text, href: actionsAddress({ ...filter, whose }), current: whose === filter.whose })),
    rows: items.map((action) => ({
      href: `/actions/${action.id}`,
      what: action.what,
      why: action.why,
      reference: action.caseReference,
      caseHref: `/cases/${action.caseId}`,
      who: action.userId === null ? 'Anyone' : names.user(action.userId),
      due: shortDate(action.due),
      state: actionTag(action),
    })),
    empty: EMPTY[filter.which],
    next,
    base: actionsAddress(filter),
    after,
  });
}

export function actionsAddress({ which, whose }: ActionFilter): string {
  const query = new URLSearchParams({ ...(which === 'open' ? {} : { which }), ...(whose === 'agency' ? {} : { whose }) });
  return query.size === 0 ? '/actions' : `/actions?${query.toString()}`;
}

function entriesOf<Key extends string>(words: Readonly<Record<Key, string>>): [Key, string][] {
  return Object.entries(words) as [Key, string][];
}
