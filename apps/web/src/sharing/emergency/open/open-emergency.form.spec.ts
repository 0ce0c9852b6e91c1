import { describe, expect, it } from '@jest/globals';
import { openEmergencyForm } from './open-emergency.form.js';

const typed = (more: Record<string, unknown> = {}) => ({
  threat: 'Wrote that they do not want to live', reference: ' yj-7k3m-q2 ', name: 'Jordan Kestrel', 'dateOfBirth-day': '27', 'dateOfBirth-month': '3', 'dateOfBirth-year': '2010',
  categories: ['education'], sure: 'yes', ...more,
});

describe('the form of emergency access', () => {
  it('takes a reference as it is typed in a hurry', () => {
    expect(openEmergencyForm.read(typed()).value).toMatchObject({ reference: 'YJ-7K3M-Q2', dateOfBirth: '2010-03-27', categories: ['education'] });
  });

  it.each([
    [{ threat: ' ' }, 'threat', 'Enter who is in danger, and how you know'],
    [{ reference: 'YJ-7K3M' }, 'reference', 'Enter the reference of the case, like YJ-7K3M-Q2'],
    [{ reference: undefined }, 'reference', 'Enter the reference of the case, like YJ-7K3M-Q2'],
    [{ 'dateOfBirth-year': '2199' }, 'dateOfBirth', 'Date of birth must be in the past'],
    [{ categories: [] }, 'categories', 'Select what you need'],
    [{ sure: undefined }, 'sure', 'Confirm that life is in danger'],
  ])('asks to mend %j', (more, field, message) => {
    const read = openEmergencyForm.read(typed(more));
    expect(read.value).toBeNull();
    expect(read.form.fault(field)?.message).toBe(message);
  });
});
