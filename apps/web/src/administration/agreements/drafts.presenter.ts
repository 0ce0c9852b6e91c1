import type { Agreement } from '@concordat/contracts-partnership-registry';
import { CATEGORIES } from '@concordat/contracts-protocol';
import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import type { ListedChoices } from '../choices.js';
import type { Confirmation } from '../records/confirmation.js';
import { BASIS_WORDS } from './agreement-words.js';
import { EVERYONE, type TermOptions } from './agreement.form.js';
import { AGREEMENTS } from './agreements.presenter.js';

export function draftPage(form: Form, agreement: Agreement | null): PageAnswer {
  return page('administration/agreements/agreement-form', {
    title: agreement === null ? 'Draft an agreement' : 'Change name or dates',
    back: agreement === null ? AGREEMENTS : `${AGREEMENTS}/${agreement.id}`,
    caption: agreement?.name ?? 'Agreements',
    form,
    adds: agreement === null,
  });
}

const ORDER = ['public-task', 'legal-obligation', 'consent', 'vital-interests', 'legitimate-interests', 'recognised-legitimate-interest'] as const;

export function termPage(form: Form, agreement: Agreement, { agencies, purposes, gateways }: TermOptions, categories: ListedChoices): PageAnswer {
  return page('administration/agreements/term-form', {
    title: 'Add a term',
    back: `${AGREEMENTS}/${agreement.id}`,
    caption: agreement.name,
    form,
    parties: [{ value: EVERYONE, text: 'Every agency that signs', hint: 'Also those that sign later.' }, ...agencies],
    categories: CATEGORIES.map((category) => ({ value: category, text: categories.name(category) })),
    bases: ORDER.map((basis) => ({ value: basis, text: BASIS_WORDS[basis] })),
    purposes,
    gateways,
  });
}

export const removingTerm = (agreement: Agreement, number: number): Confirmation => ({
  title: 'Remove a term',
  caption: agreement.name,
  heading: `Remove term ${number}?`,
  consequences: ['what it would have let agencies see is no longer part of the draft', 'terms after it are numbered anew'],
  button: 'Remove term',
  warning: true,
  back: `${AGREEMENTS}/${agreement.id}`,
});
