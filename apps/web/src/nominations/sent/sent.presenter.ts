import { page, type PageAnswer } from '../../layout/answers.js';
import type { Draft } from '../nomination.js';

export function sentPage({ sent, forumName }: Pick<Draft, 'forumName'> & { sent: NonNullable<Draft['sent']> }, ownerName: string): PageAnswer {
  return page('nominations/sent/sent', {
    title: 'Nomination sent',
    reference: sent.reference,
    caseHref: `/cases/${sent.caseId}`,
    forumName,
    ownerName,
  });
}
