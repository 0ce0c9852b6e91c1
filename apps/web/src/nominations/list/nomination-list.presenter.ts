import type { listNominationDrafts } from '@concordat/contracts-jag-cases';
import type { OutputOf } from '@concordat/contracts-protocol';
import { page, type PageAnswer } from '../../layout/answers.js';
import { date, dateTime } from '../../layout/times.js';
import { count } from '../../layout/words.js';

export type DraftRow = OutputOf<typeof listNominationDrafts>['items'][number];

/** How far a nomination is. */
export function leftWords({ missing }: Pick<DraftRow, 'missing'>): string {
  return missing.length === 0 ? 'Ready to send' : `${count(missing.length, 'section')} left`;
}

export function nominationListPage({ items, next }: OutputOf<typeof listNominationDrafts>, after: string | null, success: string | null): PageAnswer {
  return page('nominations/list/nomination-list', {
    title: 'Nominations',
    success,
    rows: items.map((draft) => ({
      href: `/nominations/${draft.id}`,
      title: `${draft.forumName}, started ${dateTime(draft.startedAt)}`,
      left: { text: leftWords(draft), colour: draft.missing.length === 0 ? 'green' : 'blue' },
      kept: `Last saved ${dateTime(draft.savedAt)}. Kept until ${date(draft.expiresAt)}.`,
    })),
    next,
    after,
  });
}
