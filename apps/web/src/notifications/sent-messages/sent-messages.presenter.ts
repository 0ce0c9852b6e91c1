import { page, type PageAnswer } from '../../layout/answers.js';
import { dateTime } from '../../layout/times.js';
import type { CaughtMessage } from './caught-mail.js';

const SIZE = 10;

/** A line of a message; `href` where it is a link to a page of ours. */
interface Line {
  text: string;
  href: string | null;
}

/** @param after id of the last message of the page before */
export function sentMessagesPage(messages: readonly CaughtMessage[], after: string | null): PageAnswer {
  const start = after === null ? 0 : messages.findIndex(({ id }) => id === after) + 1;
  const shown = messages.slice(start, start + SIZE);
  return page('notifications/sent-messages/sent-messages', {
    title: 'Messages sent by the demo',
    back: '/account',
    after,
    next: start + SIZE < messages.length ? (shown.at(-1)?.id ?? null) : null,
    messages: shown.map(({ to, subject, text, receivedAt }) => ({ subject, to: to.join(', '), at: dateTime(receivedAt), paragraphs: paragraphsOf(text) })),
  });
}

export function paragraphsOf(text: string): Line[][] {
  return text
    .trim()
    .split(/\r?\n\s*\r?\n/)
    .map((paragraph) => paragraph.split(/\r?\n/).map((line) => ({ text: line, href: pathOf(line) })));
}

/** Messages hold the address that people use, which may not be the one by which this page was asked for. */
function pathOf(line: string): string | null {
  return /^https?:\/\/[^/\s]+(\/notices(?:\/[\w-]+)?)$/.exec(line.trim())?.[1] ?? null;
}
