import { z } from 'zod';
import * as fields from '../../../forms/fields.js';
import { formOf, rule } from '../../../forms/form.js';
import { filledIn, inputOf, itemFields, type ItemForm } from '../item-fields.js';

/** The name of the input that keeps what a field held when the page was shown: with it the page can tell what someone else changed. */
export const shownInput = (code: string) => `shown-${code}` as const;

export function changeItemForm(form: ItemForm) {
  const schema: z.ZodObject = z.object({
    version: fields.version(),
    ...itemFields(form),
    ...Object.fromEntries(form.fields.map(({ code }) => [shownInput(code), fields.optionalText()])),
    why: fields.text('Enter why you change it'),
  });
  const inputs = form.fields.map(({ code }) => inputOf(code));
  return formOf(rule(schema, { of: inputs, at: inputs[0] ?? 'why', holds: (values) => Object.keys(filledIn(form, values)).length > 0, otherwise: 'Fill in at least one of these' }));
}

const answered = z.looseObject({ version: z.number(), why: z.string() });

export function changeOf(form: ItemForm, value: unknown) {
  const { version, why, ...values } = answered.parse(value);
  return { version, fields: filledIn(form, values), why };
}

/** What the form holds for an item as it stands: its fields, to change and to compare with. */
export function startOf(form: ItemForm, item: { version: number; fields: Readonly<Record<string, string>> }): Record<string, unknown> {
  const start: Record<string, unknown> = { version: item.version };
  for (const { code } of form.fields) {
    const value = item.fields[code] ?? '';
    start[inputOf(code)] = value;
    start[shownInput(code)] = value;
  }
  return start;
}
