import type { Form } from '../../forms/form.js';
import type { PageAnswer } from '../../layout/answers.js';
import { isConsentInDoubt } from '../consent/consent.presenter.js';
import { addressOf, personWords, type Nomination } from '../nomination.js';
import { questionPage } from '../question.js';
import { stepName, stepPath } from '../steps.js';
import { sectionsOf, type Known } from '../words/answers-in-words.js';
import { checkForm } from './check.form.js';

export interface Checked extends Required<Known> {
  /** Name of the agency that runs the forum. */
  ownerName: string;
}

export function blankCheckForm({ draft }: Nomination): Form {
  return checkForm.blank({ version: draft.version });
}

export function checkPage(nomination: Nomination, known: Checked, form = blankCheckForm(nomination)): PageAnswer {
  const { draft, forum } = nomination;
  const person = personWords(forum);
  return questionPage('check/check', nomination, {
    title: 'Check your answers',
    form: whenOvertaken(form),
    back: addressOf(nomination),
    missing: [
      ...draft.missing.filter((step) => !(step === 'sharing' && isConsentInDoubt(nomination))).map((step) => ({
        title: { text: stepName(step, person) },
        href: addressOf({ ...nomination, checking: draft.missing.length === 1 }, stepPath(step)),
        status: { tag: { text: 'Not answered', classes: 'govuk-tag--blue' } },
      })),
      ...(isConsentInDoubt(nomination) ? [consentTask(nomination)] : []),
    ],
    sections: sectionsOf(nomination, known),
    forumName: draft.forumName,
    ownerName: known.ownerName,
    laterHref: '/nominations',
  });
}

function consentTask(nomination: Nomination) {
  return {
    title: { text: 'Consent to share information' },
    hint: { text: 'Whoever gave it could not decide this at the age that follows from the date of birth. Answer it again, or choose a legal gateway.' },
    href: addressOf({ ...nomination, checking: true }, 'basis/consent'),
    status: { tag: { text: 'There is a problem', classes: 'govuk-tag--red' } },
  };
}

/** What changed stands on this very page, in words. */
function whenOvertaken(form: Form): Form {
  const last = form.changed?.at(-1);
  if (last !== undefined) form.changed = [{ ...last, field: 'Your answers', from: 'As you checked them', to: 'As they are below' }];
  return form;
}
