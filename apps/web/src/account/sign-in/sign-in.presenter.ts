import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import type { Journey } from '../journey.js';
import { signInForm } from './sign-in.form.js';

export function signInPage(journey: Journey, form: Form = signInForm.blank()): PageAnswer {
  return page('account/sign-in/sign-in', { title: 'Sign in', form, journey, ended: journey.kept !== '' });
}

/** `minutes`: how long to wait. */
export function tooMany(minutes: number): PageAnswer {
  return page('layout/errors/too-many', { title: 'You have tried too many times', status: 429, minutes });
}
