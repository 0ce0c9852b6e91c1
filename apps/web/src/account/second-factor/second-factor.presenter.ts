import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import type { Journey } from '../journey.js';
import { secondFactorForm } from './second-factor.form.js';

export function secondFactorPage(journey: Journey, form: Form = secondFactorForm.blank()): PageAnswer {
  return page('account/second-factor/second-factor', { title: 'Enter the code from your authenticator app', form, journey });
}
