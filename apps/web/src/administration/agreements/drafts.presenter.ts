import type { Agreement } from '@concordat/contracts-partnership-registry';
import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import type { Option } from '../choices.js';
import type { Confirmation } from '../records/confirmation.js';
import { AGREEMENTS } from './agreements.presenter.js';

export const backTo = ({ id }: Agreement): string => `${AGREEMENTS}/${id}`;

export function draftPage(form: Form, agreement: Agreement | null): PageAnswer {
  return page('administration/agreements/agreement-form', {
    title: agreement === null ? 'Draft an agreement' : 'Name and dates',
    back: agreement === null ? AGREEMENTS : backTo(agreement),
    caption: agreement?.name ?? 'Agreements',
    form,
    adds: agreement === null,
  });
}

export function purposesPage(form: Form, agreement: Agreement, purposes: readonly Option[]): PageAnswer {
  return page('administration/agreements/purposes', { title: 'What the agencies share for', back: backTo(agreement), caption: agreement.name, form, purposes });
}

export function documentsPage(form: Form, agreement: Agreement): PageAnswer {
  return page('administration/agreements/documents', { title: 'Documents that must exist', back: backTo(agreement), caption: agreement.name, form });
}

export type TextPart = 'retention' | 'security' | 'rights';

/** The parts that are free text, each a page of its own. */
export const PARTS: Readonly<Record<TextPart, { title: string; label: string; hint: string; empty: string }>> = {
  retention: {
    title: 'How long it is kept',
    label: 'How long is what was shared kept, and what happens to it then?',
    hint: 'Say from when the time is counted, for each kind of record if they differ, and who deletes it.',
    empty: 'Enter how long what was shared is kept',
  },
  security: {
    title: 'How it is kept safe',
    label: 'How is what was shared kept safe?',
    hint: 'Say what each agency does with what it prints or takes away, and whom it tells of a breach. Breaches that put people at risk go to the Information Commissioner within 72 hours (UK GDPR Article 33).',
    empty: 'Enter how what was shared is kept safe',
  },
  rights: {
    title: 'People’s rights',
    label: 'How are people’s rights answered?',
    hint: 'Say who answers requests for a copy, corrections, objections and complaints, and how the agencies tell each other (UK GDPR Articles 12 to 22).',
    empty: 'Enter how people’s rights are answered',
  },
};

export function partPage(form: Form, agreement: Agreement, part: TextPart): PageAnswer {
  return page('administration/agreements/part', { ...PARTS[part], back: backTo(agreement), caption: agreement.name, form });
}

export const makingEdition = (agreement: Agreement): Confirmation => ({
  title: 'Make a new version',
  caption: agreement.name,
  heading: 'Make a new version of this agreement?',
  consequences: [
    'a draft like it is made, which you can change',
    'this one goes on holding until the new one is signed and in force',
    'on the first day of the new one, this one ends',
  ],
  button: 'Make a new version',
  warning: false,
  back: backTo(agreement),
});
