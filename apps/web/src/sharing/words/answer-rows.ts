import type { Form } from '../../forms/form.js';
import { date } from '../../layout/times.js';

/** An answer as it is read once more before it is sent, with the question that changes it. */
export interface AnswerRow {
  key: string;
  text: string;
  change: string;
}

export const answerOf = (key: string, text: string, change: string): AnswerRow => ({ key, text: text === '' ? 'Not given' : text, change });

/** What is chosen of radio buttons or check boxes, a line each. */
export const chosen = (form: Form, field: string, choices: readonly { value: string; text: string }[]): string =>
  choices.filter(({ value }) => form.has(field, value)).map(({ text }) => text).join('\n');

/** A date that was typed, or '' where none was; as it was typed where it is none. */
export function typedDate(form: Form, field: string): string {
  const { day, month, year } = form.date(field);
  if (`${day}${month}${year}` === '') return '';
  const whole = /^\d{1,2}$/.test(day) && /^\d{1,2}$/.test(month) && /^\d{4}$/.test(year);
  return whole ? date(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`) : [day, month, year].join(' ');
}
