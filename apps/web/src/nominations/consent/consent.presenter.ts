import type { PageAnswer } from '../../layout/answers.js';
import { ageOn } from '../ages.js';
import { addressOf, personWords, type Nomination } from '../nomination.js';
import { questionPage } from '../question.js';
import { consentForm, counts, DECIDES_AT } from './consent.form.js';

function ageOf({ draft }: Nomination): number | null {
  const { person } = draft.answers;
  return person === undefined ? null : ageOn(person.dateOfBirth);
}

/** Whether the answers hold a consent that no longer fits the date of birth, which was changed after it. */
export function isConsentInDoubt(nomination: Nomination): boolean {
  const { sharing } = nomination.draft.answers;
  return sharing?.basis === 'consent' && !counts(sharing, ageOf(nomination));
}

export function consentFormOf(nomination: Nomination) {
  return consentForm(ageOf(nomination));
}

export function blankConsentForm(nomination: Nomination) {
  const { answers, version } = nomination.draft;
  const before = answers.sharing?.basis === 'consent' ? answers.sharing : undefined;
  return consentFormOf(nomination).blank({ ...before, competent: before?.competent === true ? true : undefined, version });
}

export function consentPage(nomination: Nomination, form = blankConsentForm(nomination)): PageAnswer {
  const person = personWords(nomination.forum);
  const age = ageOf(nomination);
  return questionPage('consent/consent', nomination, {
    title: 'Consent to share information',
    form,
    back: addressOf(nomination, 'basis'),
    subject: `The ${person}`,
    // Whoever is 16 or over decides without an assessment.
    asksCompetence: age === null || age < DECIDES_AT,
    gatewayHref: addressOf(nomination, 'basis/gateway'),
  });
}
