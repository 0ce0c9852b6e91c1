import type { Agreement } from '@concordat/contracts-partnership-registry';
import type { Form } from '../../../forms/form.js';
import { page, type PageAnswer } from '../../../layout/answers.js';
import { date } from '../../../layout/times.js';
import type { KnownNames } from '../../../services/names.js';
import type { Table } from '../../tables.js';
import { reviewForm } from './review.form.js';

/** The latest first. */
export function reviewsTable({ reviews }: Agreement, names: KnownNames): Table {
  return {
    caption: 'Reviews',
    columns: ['Reviewed on', 'What the agencies found', 'Recorded by', 'Next review'],
    rows: reviews.toReversed().map(({ on, by, outcome, nextOn }) => [{ text: date(on), together: true }, { text: outcome }, { text: names.user(by) }, { text: date(nextOn), together: true }]),
  };
}

export function reviewPage(agreement: Agreement, form: Form = reviewForm.blank({ version: agreement.version })): PageAnswer {
  return page('administration/agreements/review/review', { title: 'Record a review', back: `/agreements/${agreement.id}`, caption: agreement.name, ends: date(agreement.validTo), form });
}
