import type { readPreference } from '@concordat/contracts-notifications';
import type { OutputOf } from '@concordat/contracts-protocol';
import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import { preferenceForm } from './preference.form.js';

export function preferencePage(preference: OutputOf<typeof readPreference>, form: Form = preferenceForm.blank(preference)): PageAnswer {
  return page('notifications/preference/preference', { title: 'How you hear of new notices', back: '/notices', form });
}
