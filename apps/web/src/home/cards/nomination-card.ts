import { date, dateTime } from '../../layout/times.js';
import { leftWords, type DraftRow } from '../../nominations/list/nomination-list.presenter.js';
import type { Card } from '../home-cards.js';
import { firstOf } from './first-rows.js';

/** Nominations that the reader began and has not sent. */
export function nominationCard(drafts: readonly DraftRow[]): Card {
  if (drafts.length === 0) {
    return { title: 'Nominate someone', href: '/nominations/new', text: 'Ask several agencies to work together on what a person does or lives with.' };
  }
  return {
    title: 'Nominations to finish',
    href: '/nominations',
    number: drafts.length,
    text: 'not sent',
    items: firstOf(drafts).map((draft) => ({
      text: `${draft.forumName}, started ${dateTime(draft.startedAt)}`,
      href: `/nominations/${draft.id}`,
      hint: `${leftWords(draft)}, kept until ${date(draft.expiresAt)}`,
    })),
  };
}
