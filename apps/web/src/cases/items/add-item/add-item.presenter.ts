import type { Form } from '../../../forms/form.js';
import { page, type PageAnswer } from '../../../layout/answers.js';
import { personName, type CaseFile } from '../../case-file.js';
import { inputsOf, type ItemForm } from '../item-fields.js';

export function addItemPage(file: CaseFile, itemForm: ItemForm, form: Form): PageAnswer {
  return page('cases/items/add-item/add-item', {
    title: 'Add information',
    back: `/cases/${file.id}/items/new`,
    form,
    reference: file.reference,
    heading: itemForm.name,
    inputs: inputsOf(itemForm),
    people: file.people.map((person) => ({ value: person.subjectId, text: personName(person) })),
  });
}
