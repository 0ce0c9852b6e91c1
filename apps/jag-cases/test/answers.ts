import type { NominationAnswers } from '@concordat/contracts-jag-cases';

/** A nomination with every step answered. */
export function answers(given: Partial<NominationAnswers> = {}): NominationAnswers {
  return {
    danger: { immediateDanger: false, harmToChild: false, done: '' },
    person: { subjectId: null, givenName: 'Jordan', familyName: 'Kestrel', otherNames: 'Jay', dateOfBirth: '2012-03-04', school: 'Test Academy', address: '1 Test Street' },
    incidents: [{ on: '2026-10-02', reportedTo: 'the police', what: 'Fireworks in the park' }],
    harmed: 'Neighbours',
    tried: 'A warning letter',
    asked: 'A plan with the family',
    ownView: { view: 'Wants to play football', whyNot: '' },
    told: { youngPerson: { knows: true, whyNot: '' }, parent: { knows: false, whyNot: 'Cannot be reached' } },
    sharing: { basis: 'gateway', gateway: 'cda-1998-s115', why: 'To prevent crime and disorder' },
    ...given,
  };
}
