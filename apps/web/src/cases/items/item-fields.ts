import { PLAN_FIELDS } from '@concordat/contracts-protocol';
import * as fields from '../../forms/fields.js';
import type { ItemForms } from '../case-page/case-items.presenter.js';

export type ItemForm = ItemForms[number];

/** Fields that come with a step of a case, a meeting, an action or a referral: they are written on the pages of those. */
const OF_STEPS: ReadonlySet<string> = new Set([
  'asked', 'objective', 'analysis', 'whatChanged', 'discussion', 'decision', 'action', 'result', 'question',
  'reason', 'agreement', 'note', 'plan', 'feedback', 'outcome', 'consentExplained',
]);

/** A plan for safe contact has a page of its own. */
const OF_PLANS: ReadonlySet<string> = new Set(PLAN_FIELDS);

export const isPlan = (held: Readonly<Record<string, string>>): boolean => PLAN_FIELDS.some((code) => held[code] !== undefined);

/** The category's form for information that somebody adds by itself. */
export function formToAdd(form: ItemForm): ItemForm {
  return form.category === 'professional-opinion' || form.category === 'contact' ? { ...form, fields: form.fields.filter(({ code }) => !OF_STEPS.has(code) && !OF_PLANS.has(code)) } : form;
}

/** The category's form for an item that there is: of a step's text, the fields that it holds. */
export function formToChange(form: ItemForm, held: Readonly<Record<string, string>>): ItemForm {
  if (form.category === 'contact') return formToAdd(form);
  if (form.category !== 'professional-opinion') return form;
  return { ...form, fields: form.fields.filter(({ code }) => held[code] !== undefined) };
}

/** Fields that are dates, which the service takes as `2012-03-27`. */
const DATES: ReadonlySet<string> = new Set(['dateOfBirth']);

/** The name of the input that takes a field of an item. */
export const inputOf = (code: string) => `field-${code}` as const;

/** The inputs of a category's fields: any may be left empty, as long as one is filled in. */
export function itemFields(form: ItemForm) {
  return Object.fromEntries(form.fields.map(({ code, name, long }) => [inputOf(code), inputFor(code, name, long)]));
}

function inputFor(code: string, name: string, long: boolean) {
  if (DATES.has(code)) return fields.date(name, { optional: true, when: 'past' });
  return long ? fields.optionalText() : fields.optionalLine(500);
}

/** What was filled in, by the codes of the category's fields. */
export function filledIn(form: ItemForm, values: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    form.fields.flatMap(({ code }) => {
      const value = values[inputOf(code)];
      return typeof value === 'string' && value !== '' ? [[code, value]] : [];
    }),
  );
}

/** For the template: an input for each field. */
export function inputsOf(form: ItemForm): { name: string; label: string; long: boolean; date: boolean }[] {
  return form.fields.map(({ code, name, long }) => ({ name: inputOf(code), label: name, long, date: DATES.has(code) }));
}

/** The service's names of fields, as the form's inputs have them. */
export function inputNames(form: ItemForm): Record<string, string> {
  return Object.fromEntries(form.fields.map(({ code }) => [code, inputOf(code)]));
}
