import type { Agreement } from '@concordat/contracts-partnership-registry';
import { CATEGORIES, isCriminalOffenceCategory, isSpecialCategory, type Category } from '@concordat/contracts-protocol';
import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import type { ListedChoices } from '../choices.js';
import type { Confirmation } from '../records/confirmation.js';
import { BASIS_WORDS } from './agreement-words.js';
import { CRIMINAL_CONDITIONS, EVERYONE, partsField, SPECIAL_CONDITIONS, type TermOptions } from './agreement.form.js';
import { backTo } from './drafts.presenter.js';
import type { Term } from './writing.js';

const ORDER = ['public-task', 'legal-obligation', 'consent', 'vital-interests', 'legitimate-interests', 'recognised-legitimate-interest'] as const;

export function termPage(form: Form, agreement: Agreement, { agencies, purposes, gateways, parts }: TermOptions, categories: ListedChoices, term: Term | null = null): PageAnswer {
  return page('administration/agreements/term-form', {
    title: term === null ? 'Add a term' : `Change term ${term.number}`,
    back: backTo(agreement),
    caption: agreement.name,
    form,
    parties: [{ value: EVERYONE, text: 'Every agency that signs', hint: 'Also those that sign later.' }, ...agencies],
    categories: CATEGORIES.map((category) => ({ value: category, text: categories.name(category), hint: sensitive(category), field: partsField(category), parts: parts[category] })),
    bases: ORDER.map((basis) => ({ value: basis, text: BASIS_WORDS[basis] })),
    purposes,
    gateways,
    specialConditions: SPECIAL_CONDITIONS,
    criminalConditions: CRIMINAL_CONDITIONS,
    adds: term === null,
    remove: term === null ? null : `${backTo(agreement)}/terms/${term.number}/remove`,
  });
}

function sensitive(category: Category): string | null {
  if (isSpecialCategory(category)) return 'Special category data: needs a condition below.';
  return isCriminalOffenceCategory(category) ? 'Criminal offence data: needs a condition below.' : null;
}

export const removingTerm = (agreement: Agreement, number: number): Confirmation => ({
  title: 'Remove a term',
  caption: agreement.name,
  heading: `Remove term ${number}?`,
  consequences: ['what it would have let agencies see is no longer part of the draft', 'terms after it are numbered anew'],
  button: 'Remove term',
  warning: true,
  back: backTo(agreement),
});
