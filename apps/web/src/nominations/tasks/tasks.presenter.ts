import { NOMINATION_STEPS, type NominationStep } from '@concordat/contracts-jag-cases';
import { page, type PageAnswer } from '../../layout/answers.js';
import { date, dateTime } from '../../layout/times.js';
import { count } from '../../layout/words.js';
import { addressOf, personWords, type Nomination } from '../nomination.js';
import { PARTS, stepName, stepPath } from '../steps.js';

/** One line of a list of tasks, as GOV.UK's component takes it. */
interface Task {
  title: { text: string };
  href?: string;
  status: { text: string; classes?: string } | { tag: { text: string; classes: string } };
}

export function tasksPage(nomination: Nomination): PageAnswer {
  const { draft } = nomination;
  const { person } = draft.answers;
  const whole = draft.missing.length === 0;
  return page('nominations/tasks/tasks', {
    title: `Nomination to ${draft.forumName}`,
    back: '/nominations',
    name: person === undefined ? null : `${person.givenName} ${person.familyName}`,
    progress: `You have answered ${NOMINATION_STEPS.length - draft.missing.length} of ${count(NOMINATION_STEPS.length, 'section')}.`,
    saved: dateTime(draft.savedAt),
    expires: date(draft.expiresAt),
    parts: PARTS.map(({ title, steps }) => ({ title, tasks: steps.map((step) => taskOf(step, nomination)) })),
    last: {
      title: { text: 'Check your answers and send' },
      ...(whole ? { href: addressOf(nomination, 'check'), status: notStarted } : { status: cannotStart }),
    } satisfies Task,
    answeredHref: whole || draft.missing.length === NOMINATION_STEPS.length ? null : addressOf(nomination, 'check'),
    discardHref: addressOf(nomination, 'discard'),
  });
}

const notStarted = { tag: { text: 'Not yet started', classes: 'govuk-tag--blue' } };
const cannotStart = { text: 'Cannot start yet', classes: 'govuk-task-list__status--cannot-start-yet' };

/** The question about danger comes before every other. */
function taskOf(step: NominationStep, nomination: Nomination): Task {
  const { missing } = nomination.draft;
  const title = { text: stepName(step, personWords(nomination.forum)) };
  if (step !== 'danger' && missing.includes('danger')) return { title, status: cannotStart };
  return { title, href: addressOf(nomination, stepPath(step)), status: missing.includes(step) ? notStarted : { text: 'Completed' } };
}
