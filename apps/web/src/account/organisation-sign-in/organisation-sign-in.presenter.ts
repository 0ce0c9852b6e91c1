import type { beginProviderSignIn } from '@concordat/contracts-partnership-registry';
import type { OutputOf } from '@concordat/contracts-protocol';
import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import { withReturn } from '../../session/return-path.js';
import type { Journey } from '../journey.js';
import { organisationForm } from './organisation-sign-in.form.js';

export function organisationPage(journey: Journey, form: Form = organisationForm.blank()): PageAnswer {
  return page('account/organisation-sign-in/organisation-sign-in', {
    title: 'Sign in with your organisation', back: withReturn('/sign-in', journey.to), form, journey,
  });
}

/** Says where one is led, before one is. */
export function leavingPage({ agencyName, url }: OutputOf<typeof beginProviderSignIn>, back: string): PageAnswer {
  return page('account/organisation-sign-in/leaving', {
    title: 'Continue to your organisation', back, agencyName, url, host: new URL(url).host,
  });
}
