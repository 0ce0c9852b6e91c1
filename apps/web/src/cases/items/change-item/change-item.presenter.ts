import { Form } from '../../../forms/form.js';
import { page, type PageAnswer } from '../../../layout/answers.js';
import type { ChangeRow } from '../../../layout/changes.js';
import type { CaseFile, CaseItem } from '../../case-file.js';
import { inputsOf, type ItemForm } from '../item-fields.js';
import { shownInput } from './change-item.form.js';

export function changeItemPage(file: CaseFile, itemForm: ItemForm, form: Form): PageAnswer {
  return page('cases/items/change-item/change-item', {
    title: 'Change information',
    back: `/cases/${file.id}`,
    form,
    reference: file.reference,
    heading: itemForm.name,
    inputs: inputsOf(itemForm),
    shown: itemForm.fields.map(({ code }) => shownInput(code)),
  });
}

/**
 * The form of a page that is out of date, with what was changed field by field: an item's content is sealed, so that the
 * service can say only that it changed. Sent again, it is about the item as it stands now.
 */
export function withDifference(form: Form, itemForm: ItemForm, item: CaseItem): Form {
  const last = form.changed?.at(-1);
  if (last === undefined) return form;
  const rows = itemForm.fields.flatMap(({ code, name }): ChangeRow[] => {
    const [from, to] = [form.text(shownInput(code)), item.fields[code] ?? ''];
    return from === to ? [] : [{ ...last, field: name, from: from === '' ? 'Nothing' : from, to: to === '' ? 'Nothing' : to }];
  });
  const now = Object.fromEntries(itemForm.fields.map(({ code }) => [shownInput(code), item.fields[code] ?? '']));
  const told = new Form({ ...form.typed, ...now }, form.key);
  told.changed = rows.length === 0 ? form.changed : rows;
  told.status = form.status;
  return told;
}
