import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import type { ChangeRow } from '../../layout/changes.js';
import type { CaseFile } from '../case-file.js';
import { stateWords } from '../words/case-words.js';
import type { StepGiven, TransitionStep } from './transition-step.js';

/** @param movedOn how the case moved on meanwhile, so that this step is closed */
export function stepPage(step: TransitionStep, given: StepGiven, form: Form, movedOn: readonly ChangeRow[]): PageAnswer {
  const { id, reference } = given.file;
  return page(step.template, {
    ...step.shows?.(given),
    title: step.heading,
    ...(movedOn.length > 0 ? { status: 409 } : {}),
    back: `/cases/${id}`,
    form,
    heading: step.heading,
    reference,
    button: step.button,
    movedOn,
  });
}

/** For a step that is not open: what is lacking, or that the case stands elsewhere. */
export function notNowPage(step: TransitionStep, { id, reference, state }: CaseFile, lacking: readonly string[]): PageAnswer {
  return page('cases/transitions/not-now', {
    title: 'You cannot do this now',
    status: 422,
    back: `/cases/${id}`,
    heading: step.heading,
    reference,
    lacking,
    state: stateWords(state),
  });
}
