import { SERVICE_NAMES, SET_ASIDE_REASONS, type DeadLetter, type DeadLetterContents, type ServiceName } from '@concordat/contracts-protocol';
import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import { dateTime } from '../../layout/times.js';
import { codeWords, count } from '../../layout/words.js';

export const DEAD_LETTERS = '/administration/dead-letters';

/** What one service could not do; null when it does not answer. */
export interface Letters {
  service: ServiceName;
  found: { items: readonly DeadLetter[]; next: string | null } | null;
}

/** What each part of Concordat is about. */
export const SERVICE_WORDS: Readonly<Record<ServiceName, string>> = {
  'partnership-registry': 'Agencies, people and agreements',
  'jag-cases': 'Cases and meetings',
  referrals: 'Referrals',
  indicators: 'Indicators',
  notifications: 'Notices and messages',
};

/** What to make of a code that the services give; their own explanation stands beside it. */
function adviceOf({ code }: DeadLetter): string {
  if (code === 'permanent-failure') return 'Sending it again helps only after what is named here has been mended.';
  if (code === 'process-lost') return 'The program stopped while it worked on this. Send it again; if it fails again, tell whoever runs Concordat.';
  if (code.startsWith('database-')) return 'The database refused it. Tell whoever runs Concordat, then send it again.';
  return 'What was in its way may have passed: send it again. If it fails again, tell whoever runs Concordat.';
}

/** `case.changed` is `Case changed`. */
export const kindWords = (type: string): string => codeWords(type.replaceAll('.', ' '));

const titleOf = ({ source, type }: DeadLetter): string => `${source === 'event' ? 'News' : 'Work'}: ${kindWords(type)}`;

function letterOf(service: ServiceName, letter: DeadLetter) {
  return {
    title: titleOf(letter),
    href: `${DEAD_LETTERS}/${service}/${letter.id}`,
    action: `${DEAD_LETTERS}/${service}/${letter.id}/send-again`,
    giveUp: `${DEAD_LETTERS}/${service}/${letter.id}/give-up`,
    ariaLabel: `Send again: ${titleOf(letter)}, which failed on ${dateTime(letter.failedAt)}`,
    rows: [
      { key: 'Failed', text: `${dateTime(letter.failedAt)}, after ${count(letter.attempts, 'attempt')}` },
      { key: 'Why', text: letter.explanation },
      { key: 'What to do', text: adviceOf(letter) },
      { key: 'Sent again', text: letter.sentAgainAt === null ? 'Never' : `${dateTime(letter.sentAgainAt)}. It stays here until it succeeds.` },
      { key: 'In the logs', text: letter.trace },
    ],
  };
}

/** One of them, with what it was about. */
export function deadLetterPage(service: ServiceName, { letter, contents }: DeadLetterContents): PageAnswer {
  return page('administration/dead-letters/dead-letter', {
    title: titleOf(letter),
    back: DEAD_LETTERS,
    part: SERVICE_WORDS[service],
    letter: letterOf(service, letter),
    contents: contents.map(({ place, value }) => ({ key: place, text: value })),
  });
}

const REASON_WORDS: Readonly<Record<(typeof SET_ASIDE_REASONS)[number], { text: string; hint: string }>> = {
  'done-otherwise': { text: 'What it should have done was done another way', hint: 'For example, somebody was told by telephone.' },
  'no-longer-needed': { text: 'It does not matter any more', hint: 'For example, what it is about no longer exists.' },
};

/** Asks why one of them is given up. */
export function giveUpPage(service: ServiceName, letter: DeadLetter, form: Form): PageAnswer {
  return page('administration/dead-letters/give-up', {
    title: 'Give up a message',
    back: `${DEAD_LETTERS}/${service}/${letter.id}`,
    part: SERVICE_WORDS[service],
    form,
    rows: [{ key: 'Message', text: titleOf(letter) }, { key: 'Failed', text: dateTime(letter.failedAt) }, { key: 'Why', text: letter.explanation }],
    reasonItems: SET_ASIDE_REASONS.map((value) => ({ value, text: REASON_WORDS[value].text, hint: REASON_WORDS[value].hint })),
  });
}

/** All services' together, or one service's, page by page. */
export function deadLettersPage(all: readonly Letters[], only: ServiceName | null, after: string | null, success: string | null): PageAnswer {
  return page('administration/dead-letters/dead-letters', {
    title: 'Messages that failed',
    back: only === null ? '/administration' : DEAD_LETTERS,
    success,
    clear: all.every(({ found }) => found?.items.length === 0),
    sections: all
      .filter(({ found }) => found === null || found.items.length > 0 || only !== null)
      .map(({ service, found }) => ({
        heading: SERVICE_WORDS[service],
        away: found === null,
        letters: (found?.items ?? []).map((letter) => letterOf(service, letter)),
        more: only === null && found !== null && found.next !== null ? `${DEAD_LETTERS}/${service}` : null,
      })),
    next: only === null ? null : (all[0]?.found?.next ?? null),
    base: only === null ? DEAD_LETTERS : `${DEAD_LETTERS}/${only}`,
    after,
  });
}

export const isServiceName = (given: string): given is ServiceName => SERVICE_NAMES.some((name) => name === given);
