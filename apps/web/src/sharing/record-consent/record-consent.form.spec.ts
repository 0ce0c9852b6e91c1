import { describe, expect, it } from '@jest/globals';
import { consentOf, recordConsentForm } from './record-consent.form.js';

const form = recordConsentForm(['the-subject'], ['outreach', 'police']);

const typed = (more: Record<string, unknown> = {}) => ({
  subjectId: 'the-subject', decision: 'given', givenBy: 'subject', assessor: '', competenceReasons: '', giverName: '', relationship: '',
  recipientAgencyIds: ['outreach'], categories: ['education'], explained: 'Who reads it, and why', evidence: 'said-in-person', evidenceNote: '',
  'decidedOn-day': '2', 'decidedOn-month': '2', 'decidedOn-year': '2026', 'lastDay-day': '', 'lastDay-month': '', 'lastDay-year': '', ...more,
});

const meant = (more: Record<string, unknown>) => {
  const { value } = form.read(typed(more));
  if (value === null) throw new Error('The form refuses what was typed');
  return consentOf(value);
};

describe('the form that records consent', () => {
  it('takes a competent young person’s own decision, assessed on the day of it', () => {
    expect(meant({ assessor: 'School nurse', competenceReasons: 'Told it back' })).toMatchObject({
      givenBy: 'subject', giver: null, competence: { assessor: 'School nurse', on: '2026-02-02', reasons: 'Told it back' }, decidedOn: '2026-02-02', lastDay: null,
    });
  });

  it('takes who else decided, with how they are related, and leaves out an assessment that is not theirs', () => {
    expect(meant({ givenBy: 'parental-responsibility', giverName: 'Sam Kestrel', relationship: 'parent', assessor: 'School nurse', competenceReasons: 'Told it back' })).toMatchObject({
      giver: { name: 'Sam Kestrel', relationship: 'parent' }, competence: null,
    });
    expect(meant({ giverName: 'Sam Kestrel', relationship: 'parent' }).giver).toBeNull();
  });

  it.each([
    [{ givenBy: 'parental-responsibility', relationship: 'parent' }, 'giverName', 'Enter the name of the person who decided'],
    [{ givenBy: 'attorney', giverName: 'Sam Kestrel' }, 'relationship', 'Select how they are related'],
    [{ assessor: 'School nurse' }, 'competenceReasons', 'Enter both who assessed the young person and why they are competent, or neither'],
    [{ competenceReasons: 'Told it back' }, 'competenceReasons', 'Enter both who assessed the young person and why they are competent, or neither'],
    [{ recipientAgencyIds: [] }, 'recipientAgencyIds', 'Select at least one agency'],
    [{ recipientAgencyIds: ['another'] }, 'recipientAgencyIds', 'Select at least one agency'],
    [{ categories: [] }, 'categories', 'Select at least one kind of information'],
    [{ subjectId: 'another' }, 'subjectId', 'Select whose information it is'],
    [{ 'decidedOn-year': '2199' }, 'decidedOn', 'Date of the decision must be today or in the past'],
    [{ 'lastDay-day': '1', 'lastDay-month': '1', 'lastDay-year': '2020' }, 'lastDay', 'Last day must be today or in the future'],
  ])('asks to mend %j', (more, field, message) => {
    const read = form.read(typed(more));
    expect(read.value).toBeNull();
    expect(read.form.fault(field)?.message).toBe(message);
  });
});
