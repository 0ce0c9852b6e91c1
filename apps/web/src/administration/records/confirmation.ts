import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf, type Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';

/** Asks before something is done that others will notice, and why it is done. */
export const reasonForm = formOf(z.object({ why: fields.text('Enter a reason', 500), version: fields.version() }));

/** Asks before it is done, without a reason. */
export const confirmForm = formOf(z.object({ version: fields.version() }));

export interface Confirmation {
  /** The browser's title: no names of people. */
  title: string;
  caption: string;
  heading: string;
  /** What will happen. */
  consequences: readonly string[];
  button: string;
  /** Red, for what cannot simply be taken back. */
  warning: boolean;
  back: string;
}

export function reasonPage(confirmation: Confirmation, form: Form): PageAnswer {
  return page('administration/records/confirm', { ...confirmation, asksWhy: true, form });
}

export function confirmPage(confirmation: Confirmation, form: Form): PageAnswer {
  return page('administration/records/confirm', { ...confirmation, asksWhy: false, form });
}
