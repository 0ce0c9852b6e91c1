import type { EmergencyView } from '@concordat/contracts-protocol';

export const REVIEW_WORDS = { justified: 'It was justified', 'not-needed': 'It was not needed', misuse: 'It was misuse' } as const;

export function reviewTag({ review, open }: EmergencyView): { text: string; colour: string } {
  if (review.done !== null) return { text: REVIEW_WORDS[review.done.outcome], colour: review.done.outcome === 'misuse' ? 'red' : 'grey' };
  if (review.overdue) return { text: 'Review overdue', colour: 'red' };
  return open ? { text: 'Open now', colour: 'orange' } : { text: 'Waits for review', colour: 'yellow' };
}
