import { describe, expect, it } from '@jest/globals';
import { addEntryForm, keptOf } from './add-entry.form.js';

const form = addEntryForm(['the-subject']);
const typed = (more: Record<string, unknown>) => ({ subjectId: 'the-subject', userId: '', agencyId: '', name: '', relation: '', why: 'Asked for by the person', 'until-day': '', 'until-month': '', 'until-year': '', ...more });
const faults = (more: Record<string, unknown>) => form.read(typed(more)).form.faults.map(({ field, message }) => `${field}: ${message}`);

describe('an entry of the register', () => {
  it('asks for each answer that belongs to who is chosen, where it is answered', () => {
    expect(faults({ kind: 'person' })).toEqual(['name: Enter their name', 'relation: Select what they are to the person']);
    expect(faults({ kind: 'person', name: 'Steven Marlowe' })).toEqual(['relation: Select what they are to the person']);
    expect(faults({ kind: 'user' })).toEqual(['userId: Select a member of staff']);
    expect(faults({ kind: 'agency' })).toEqual(['agencyId: Select an agency']);
    const { value } = form.read(typed({ kind: 'person', name: 'Steven Marlowe', relation: 'family' }));
    expect(value && keptOf(value)).toEqual({ kind: 'person', name: 'Steven Marlowe', relation: 'family' });
  });
});
