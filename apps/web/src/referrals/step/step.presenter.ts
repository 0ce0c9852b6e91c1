import type { listReferralOutcomes } from '@concordat/contracts-referrals';
import type { OutputOf } from '@concordat/contracts-protocol';
import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import type { KnownNames } from '../../services/names.js';
import type { ReferralFile } from '../words/referral-words.js';
import type { Step } from './steps.js';

export interface StepAnswers {
  file: ReferralFile;
  outcomes: OutputOf<typeof listReferralOutcomes>['items'];
  names: KnownNames;
}

export function stepPage(step: Step, { file, outcomes, names }: StepAnswers, form: Form = step.form.blank({ version: file.version })): PageAnswer {
  return page('referrals/step/step', {
    title: step.heading,
    back: `/referrals/${file.id}`,
    form,
    reference: file.reference,
    step,
    workers: file.possibleWorkers.map((id) => ({ value: id, text: names.user(id) })),
    outcomes: outcomes.map(({ code, name }) => ({ value: code, text: name })),
  });
}
