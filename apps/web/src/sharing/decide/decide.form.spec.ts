import { describe, expect, it } from '@jest/globals';
import { decideForm, decisionOf } from './decide.form.js';

const form = decideForm({ subjectIds: ['the-subject'], agencyIds: ['police'], staffIds: ['the-officer'], gateways: ['cda-1998-s115'], details: ['education/*', 'education/attendance', 'education/support', 'health/*'] });

const typed = (more: Record<string, unknown> = {}) => ({
  subjectId: 'the-subject', recipientAgencyId: 'police', requestedBy: '', requestedPosition: '', decision: 'share', categories: ['education'], details: ['education/*'], export: 'no', security: '', retention: '', 'requestedOn-day': '', 'requestedOn-month': '', 'requestedOn-year': '', described: 'Attendance of this term',
  purpose: 'To find them', controllers: 'separate', basis: 'public-task', gateway: 'cda-1998-s115', specialCategoryCondition: '', criminalOffenceCondition: '', policyDocument: '', dpia: '',
  necessity: 'Nobody else knows', proportionality: 'One term alone', considered: 'Asking the family', advice: '', told: 'yes', whyNotTold: '', reasons: 'They are missing',
  'lastDay-day': '1', 'lastDay-month': '7', 'lastDay-year': '2099', ...more,
});

const meant = (more: Record<string, unknown> = {}) => {
  const { value } = form.read(typed(more));
  if (value === null) throw new Error('The form refuses what was typed');
  return decisionOf(value);
};

describe('the form of a decision to share', () => {
  it('shares exactly the details that are chosen, and nothing of a kind that is not', () => {
    expect(meant({ details: ['education/attendance', 'health/*'] }).categories).toEqual({ education: ['attendance'] });
    expect(meant({ details: ['education/attendance', 'education/*'], export: 'yes' })).toMatchObject({ categories: { education: '*' }, export: true });
  });

  it('shares whole kinds of information, until the end of the last day in London', () => {
    expect(meant()).toMatchObject({ categories: { education: '*' }, gateway: 'cda-1998-s115', until: '2099-07-01T23:00:00.000Z', export: false, specialCategoryCondition: null });
  });

  it('is for everybody of the agency’s place in the case, or one of them alone, whether it shares or refuses', () => {
    expect(meant()).toMatchObject({ recipientAgencyId: 'police', recipientUserId: null });
    expect(meant({ recipientUserId: 'the-officer' })).toMatchObject({ recipientUserId: 'the-officer' });
    expect(meant({ recipientUserId: 'the-officer', decision: 'refuse' })).toMatchObject({ recipientUserId: 'the-officer', until: null });
  });

  it('has neither power nor end where it refuses', () => {
    const refused = { decision: 'refuse', gateway: '', 'lastDay-day': '', 'lastDay-month': '', 'lastDay-year': '' };
    expect(meant(refused)).toMatchObject({ decision: 'refuse', gateway: null, until: null });
    expect(meant({ decision: 'refuse' })).toMatchObject({ gateway: null, until: null });
  });

  it.each([
    [{ told: 'no' }, 'whyNotTold', 'Enter why the person is not told'],
    [{ details: [] }, 'details', 'Select at least one detail of each kind of information'],
    [{ categories: ['education', 'health'] }, 'details', 'Select at least one detail of each kind of information'],
    [{ categories: ['health'], details: ['health/*'] }, 'specialCategoryCondition', 'Select the condition for special category information'],
    [{ categories: ['offending'] }, 'criminalOffenceCondition', 'Select the condition for criminal offence information'],
    [{ export: '' }, 'export', 'Select yes if it may be taken out of Concordat'],
    [{ recipientUserId: 'somebody-else' }, 'recipientUserId', 'Select from the list'],
    [{ controllers: '' }, 'controllers', 'Select who decides how it is used'],
    [{ gateway: '' }, 'gateway', 'Select the power that it rests on'],
    [{ gateway: 'one-of-ones-own' }, 'gateway', 'Select from the list'],
    [{ 'lastDay-day': '', 'lastDay-month': '', 'lastDay-year': '' }, 'lastDay', 'Enter the last day'],
    [{ basis: 'consent' }, 'basis', 'Select the lawful basis'],
    [{ necessity: ' ' }, 'necessity', 'Enter why it is necessary'],
  ])('asks to mend %j', (more, field, message) => {
    const read = form.read(typed(more));
    expect(read.value).toBeNull();
    expect(read.form.fault(field)?.message).toBe(message);
  });
});
