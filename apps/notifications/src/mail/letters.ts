import { wordsOf, type NoticeKind } from '../notices/wording.js';

/** A message without its receiver: nothing in it tells of a person or a case. */
export interface Letter {
  subject: string;
  text: string;
}

const PREFERENCE = '/notices/preference';
const WHY_SO_LITTLE = 'This message holds no details on purpose: they are for you alone, once you have signed in.';

/** One notice, as it happens. */
export function noticeLetter(webUrl: string, notice: { id: string; kind: NoticeKind }): Letter {
  const words = wordsOf(notice.kind);
  return {
    subject: words,
    text: paragraphs(
      `${words}.`,
      `Read it in Concordat:\n${webUrl}/notices/${notice.id}`,
      WHY_SO_LITTLE,
      `You get an email for each notice. To get one a day, or none:\n${webUrl}${PREFERENCE}`,
    ),
  };
}

/** What a day brought, counted by kind. */
export function dayLetter(webUrl: string, kinds: readonly NoticeKind[]): Letter {
  const counts = [...Map.groupBy(kinds, (kind) => kind)].map(([kind, same]) => `- ${wordsOf(kind, same.length)}`);
  return {
    subject: kinds.length === 1 ? 'You have a new notice' : `You have ${kinds.length} new notices`,
    text: paragraphs(
      'New for you since the last email:',
      counts.join('\n'),
      `Read them in Concordat:\n${webUrl}/notices`,
      WHY_SO_LITTLE,
      `You get one email a day. To get one for each notice, or none:\n${webUrl}${PREFERENCE}`,
    ),
  };
}

const paragraphs = (...parts: string[]): string => `${parts.join('\n\n')}\n`;
