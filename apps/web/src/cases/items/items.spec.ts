import { describe, expect, it } from '@jest/globals';
import { anItem, users } from '../../../test/case-factory.js';
import { Form } from '../../forms/form.js';
import { addItemForm, itemOf } from './add-item/add-item.form.js';
import { changeItemForm, changeOf, startOf } from './change-item/change-item.form.js';
import { withDifference } from './change-item/change-item.presenter.js';
import { chooseCategoryPage } from './choose-category/choose-category.presenter.js';
import { formToAdd, formToChange, type ItemForm } from './item-fields.js';

const offending: ItemForm = {
  category: 'offending',
  name: 'Offending',
  fields: [{ code: 'offences', name: 'Offences and investigations', long: true }, { code: 'outcomes', name: 'Outcomes', long: true }],
};
const messages = (form: Form) => form.faults.map(({ message }) => message);

describe('adding information', () => {
  const form = addItemForm(offending, [users.tom]);

  it('needs one field at least, and whether others may know that it exists', () => {
    expect(messages(form.read({ subjectId: users.tom }).form)).toEqual(['Fill in at least one of these', 'Select yes if others may be told that it exists']);
  });

  it('sends the fields that were filled in, by the codes of the category', () => {
    const { value } = form.read({ subjectId: users.tom, 'field-outcomes': ' Caution ', 'field-offences': '', existenceShown: 'no' });
    expect(itemOf(offending, value)).toEqual({ subjectId: users.tom, category: 'offending', fields: { outcomes: 'Caution' }, marking: 'none', existenceShown: false });
  });

  it('takes a date of birth in three boxes, and refuses what is none', () => {
    const identity: ItemForm = { category: 'identity', name: 'Name and identity', fields: [{ code: 'givenName', name: 'Given name', long: false }, { code: 'dateOfBirth', name: 'Date of birth', long: false }] };
    const read = (day: string) => addItemForm(identity, [users.tom]).read({ subjectId: users.tom, existenceShown: 'no', 'field-dateOfBirth-day': day, 'field-dateOfBirth-month': 'March', 'field-dateOfBirth-year': '2012' });
    expect(itemOf(identity, read('4').value).fields).toEqual({ dateOfBirth: '2012-03-04' });
    expect(messages(read('31').form)).toEqual([]);
    expect(messages(read('32').form)).toEqual(['Date of birth must be a real date']);
    const item = anItem({ category: 'identity', version: 1, fields: { dateOfBirth: '2012-03-04' } });
    expect(changeItemForm(identity).blank(startOf(identity, item)).date('field-dateOfBirth')).toEqual({ day: '4', month: '3', year: '2012' });
  });

  it('marks it for victim safety', () => {
    const { value } = form.read({ subjectId: users.tom, 'field-outcomes': 'x', existenceShown: 'no', victimSafety: 'yes' });
    expect(itemOf(offending, value).marking).toBe('victim-safety');
  });

  it('is about a person of the case', () => {
    expect(messages(form.read({ subjectId: users.mary, 'field-outcomes': 'x', existenceShown: 'no' }).form)).toEqual(['Select who it is about']);
  });

  it('leads on to a page whose address does not say what kind of information it is', () => {
    const { model } = chooseCategoryPage('1', [offending], new Form({}, 'key'));
    expect(model.kinds).toEqual([{ value: '0', text: 'Offending', hint: 'Offences and investigations, outcomes' }]);
  });
});

describe('professional opinion', () => {
  const field = (code: string) => ({ code, name: code, long: true });
  const opinion: ItemForm = { category: 'professional-opinion', name: 'Professional opinion', fields: ['ownView', 'opinion', 'decision', 'action'].map(field) };

  it('is added without what steps and meetings write', () => {
    expect(formToAdd(opinion).fields.map(({ code }) => code)).toEqual(['ownView', 'opinion']);
    expect(formToAdd(offending)).toBe(offending);
  });

  it('is changed in what it holds', () => {
    expect(formToChange(opinion, { decision: 'Mentor' }).fields.map(({ code }) => code)).toEqual(['decision']);
    expect(formToChange(offending, {})).toBe(offending);
  });
});

describe('changing information', () => {
  const item = anItem({ category: 'offending', version: 4, fields: { outcomes: 'Caution' } });
  const form = changeItemForm(offending);

  it('begins with what it is, and sends what it becomes', () => {
    const blank = form.blank(startOf(offending, item));
    expect([blank.text('field-outcomes'), blank.text('shown-outcomes'), blank.text('version')]).toEqual(['Caution', 'Caution', '4']);
    const { value } = form.read({ version: '4', 'field-outcomes': 'Charged', 'field-offences': 'Theft', 'shown-outcomes': 'Caution', why: 'News' });
    expect(changeOf(offending, value)).toEqual({ version: 4, fields: { outcomes: 'Charged', offences: 'Theft' }, why: 'News' });
  });

  it('asks why', () => {
    expect(messages(form.read({ version: '4', 'field-outcomes': 'Charged' }).form)).toEqual(['Enter why you change it']);
  });

  it('shows field by field what someone else changed, and compares with that from then on', () => {
    const stale = new Form({ version: '5', 'field-outcomes': 'Charged', 'shown-outcomes': 'Caution', 'shown-offences': '' }, 'key');
    stale.changed = [{ field: 'Content', from: 'Several details', to: 'Several details', by: 'Someone else', byUser: users.mary, at: '2 February 2026 at 9am' }];
    stale.status = 409;
    const now = anItem({ category: 'offending', version: 5, fields: { outcomes: 'No further action', offences: 'Theft' } });
    const told = withDifference(stale, offending, now);
    expect(told.changed?.map(({ field, from, to, byUser }) => [field, from, to, byUser])).toEqual([
      ['Offences and investigations', 'Nothing', 'Theft', users.mary],
      ['Outcomes', 'Caution', 'No further action', users.mary],
    ]);
    expect([told.status, told.text('field-outcomes'), told.text('shown-outcomes'), told.text('version')]).toEqual([409, 'Charged', 'No further action', '5']);
  });
});
