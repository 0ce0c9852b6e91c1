import { NOMINATION_STEPS, type NominationAnswers } from '@concordat/contracts-jag-cases';
import type { Draft, Forum, Nomination } from './nomination.js';

export const youthJag: Forum = {
  code: 'youth-jag',
  name: 'Youth JAG',
  purpose: 'youth-diversion',
  ownerAgencyId: '019a0000-0000-7000-8000-000000000001',
  coreAgencyIds: ['019a0000-0000-7000-8000-000000000002'],
  subjectKinds: ['person'],
  minimumAge: 10,
  maximumAge: 17,
  criteria: [{ code: 'age', text: 'Is aged 10 to 17' }],
};

export const adults: Forum = { ...youthJag, code: 'jag-ppf', name: 'JAG/PPF', subjectKinds: ['person', 'place'], minimumAge: null, maximumAge: null };

/** Every step answered. */
export const answered: Required<{ [Step in keyof NominationAnswers]: NonNullable<NominationAnswers[Step]> }> = {
  danger: { immediateDanger: false, harmToChild: true, done: 'Told children’s social care' },
  person: { subjectId: null, givenName: 'Jordan', familyName: 'Kestrel', otherNames: 'Jay', dateOfBirth: '2012-03-04', school: 'Test Academy', address: '' },
  incidents: [
    { on: '2026-10-02', reportedTo: 'the police', what: 'Fireworks in the park' },
    { on: '2026-10-19', reportedTo: '', what: 'Was given vapes to sell' },
  ],
  harmed: 'Neighbours',
  tried: 'A warning letter',
  asked: 'A plan with the family',
  ownView: { view: 'Wants to play football', whyNot: '' },
  told: { youngPerson: { knows: true, whyNot: '' }, parent: { knows: false, whyNot: 'Cannot be reached' } },
  sharing: { basis: 'gateway', gateway: 'cda-1998-s115', why: 'To prevent crime and disorder' },
};

export function draftOf(answers: NominationAnswers = answered, more: Partial<Draft> = {}): Draft {
  return {
    id: '019a0000-0000-7000-8000-00000000000a',
    version: 4,
    forumCode: youthJag.code,
    forumName: youthJag.name,
    startedAt: '2026-11-02T09:32:00.000Z',
    savedAt: '2026-11-03T10:00:00.000Z',
    expiresAt: '2027-01-31T09:32:00.000Z',
    answers,
    missing: NOMINATION_STEPS.filter((step) => answers[step] === undefined),
    sent: null,
    ...more,
  };
}

export function nominationOf(answers: NominationAnswers = answered, more: Partial<Nomination> = {}): Nomination {
  return { draft: draftOf(answers), forum: youthJag, checking: false, ...more };
}
