import type { Form } from '../../../forms/form.js';
import { page, type PageAnswer } from '../../../layout/answers.js';
import { formToAdd, type ItemForm } from '../item-fields.js';
import { lowerFirst } from '../../words/lower-first.js';
import type { ItemForms } from '../../case-page/case-items.presenter.js';

export function chooseCategoryPage(caseId: string, forms: ItemForms, form: Form): PageAnswer {
  return page('cases/items/choose-category/choose-category', {
    title: 'Add information',
    back: `/cases/${caseId}`,
    form,
    kinds: forms.map((one, place) => ({ value: String(place), text: one.name, hint: hintOf(formToAdd(one)) })),
  });
}

/** What belongs to a kind of information; one field alone says nothing more than the kind. */
function hintOf({ fields }: ItemForm): string | undefined {
  return fields.length < 2 ? undefined : fields.map(({ name }, place) => (place === 0 ? name : lowerFirst(name))).join(', ');
}

export const placesOf = (forms: ItemForms): string[] => forms.map((_form, place) => String(place));
