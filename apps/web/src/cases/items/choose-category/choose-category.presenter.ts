import type { Form } from '../../../forms/form.js';
import { page, type PageAnswer } from '../../../layout/answers.js';
import { formToAdd } from '../item-fields.js';
import { lowerFirst } from '../../words/lower-first.js';
import type { ItemForms } from '../../case-page/case-items.presenter.js';

export function chooseCategoryPage(caseId: string, forms: ItemForms, form: Form): PageAnswer {
  return page('cases/items/choose-category/choose-category', {
    title: 'Add information',
    back: `/cases/${caseId}`,
    form,
    kinds: forms.map((one, place) => ({ value: String(place), text: one.name, hint: formToAdd(one).fields.map(({ name }) => lowerFirst(name)).join(', ') })),
  });
}

export const placesOf = (forms: ItemForms): string[] => forms.map((_form, place) => String(place));
