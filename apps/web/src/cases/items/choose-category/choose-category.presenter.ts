import type { Form } from '../../../forms/form.js';
import { page, type PageAnswer } from '../../../layout/answers.js';
import { lowerFirst } from '../../words/lower-first.js';
import type { ItemForms } from '../../case-page/case-items.presenter.js';

export function chooseCategoryPage(caseId: string, forms: ItemForms, form: Form): PageAnswer {
  return page('cases/items/choose-category/choose-category', {
    title: 'Add information',
    back: `/cases/${caseId}`,
    form,
    kinds: forms.map(({ name, fields }, place) => ({ value: String(place), text: name, hint: fields.length > 6 ? undefined : fields.map((field) => lowerFirst(field.name)).join(', ') })),
  });
}

export const placesOf = (forms: ItemForms): string[] => forms.map((_form, place) => String(place));
