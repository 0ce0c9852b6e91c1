import { z } from 'zod';
import * as fields from '../../../forms/fields.js';
import { formOf, rule } from '../../../forms/form.js';
import { filledIn, inputOf, itemFields, type ItemForm } from '../item-fields.js';

/** At least one field of the category, about whom, and who may know that it exists. */
export function addItemForm(form: ItemForm, subjectIds: readonly string[]) {
  const schema: z.ZodObject = z.object({
    subjectId: fields.choiceOf(subjectIds, 'Select who it is about'),
    ...itemFields(form),
    existenceShown: fields.yesNo('Select yes if others may be told that it exists'),
    victimSafety: fields.ticked(),
  });
  const inputs = form.fields.map(({ code }) => inputOf(code));
  return formOf(rule(schema, { of: inputs, at: inputs[0] ?? 'subjectId', holds: (values) => Object.keys(filledIn(form, values)).length > 0, otherwise: 'Fill in at least one of these' }));
}

const answered = z.looseObject({ subjectId: z.string(), existenceShown: z.boolean(), victimSafety: z.boolean() });

/** What the form says, as the service takes it. */
export function itemOf(form: ItemForm, value: unknown) {
  const { subjectId, existenceShown, victimSafety, ...values } = answered.parse(value);
  return { subjectId, category: form.category, fields: filledIn(form, values), marking: victimSafety ? ('victim-safety' as const) : ('none' as const), existenceShown };
}
