import { describe, expect, it } from '@jest/globals';
import { KnownNames } from '../../../services/names.js';
import { peopleAsked } from '../ask/ask.presenter.js';
import type { Tried } from '../words/simulator-words.js';
import { changesOf } from './answer.presenter.js';

const refusals: Tried['refusals'] = [{ reason: 'training-lapsed', applies: false }];
const own: Tried['grants'][number] = { kind: 'own', agreement: null, decidedAt: null, clauses: [{ clause: 'of-owner', holds: false }, { clause: 'own-role', holds: true }], fields: [] };
const term = (number: number, clauses: Tried['grants'][number]['clauses'], fields: string[] = []): Tried['grants'][number] => ({
  kind: 'term', agreement: { id: '1', name: 'the Youth JAG agreement', term: number }, decidedAt: null, clauses, fields,
});
const denied: Tried = { decision: 'deny', fields: [], reasons: ['no-consent'], why: [], refusals, grants: [own], otherTerms: 0, consents: [] };

describe('what would have to change', () => {
  it('is the nearest way first, and never to work elsewhere', () => {
    const grants = [own, term(2, [{ clause: 'in-circle', holds: false }, { clause: 'consent', holds: false }]), term(1, [{ clause: 'in-circle', holds: true }, { clause: 'consent', holds: false }])];
    expect(changesOf({ ...denied, grants })).toEqual([
      'The Youth JAG agreement, term 1: the person would have to consent.',
      'The Youth JAG agreement, term 2: the case’s owner would have to invite their agency, or them, to the circle; the person would have to consent.',
    ]);
  });

  it('is an agreement or a decision where there is neither', () => {
    expect(changesOf(denied)).toEqual([expect.stringContaining('sign an agreement')]);
  });

  it('is the end of what closes it alone, where something opens it', () => {
    const grants = [own, term(1, [{ clause: 'in-circle', holds: true }], ['givenName'])];
    expect(changesOf({ ...denied, reasons: ['training-lapsed'], refusals: [{ reason: 'training-lapsed', applies: true }], grants })).toEqual(['They would have to renew their training.']);
    expect(changesOf({ ...denied, decision: 'permit', reasons: [], grants })).toEqual(['This would have to end: The Youth JAG agreement, term 1.']);
  });
});

describe('whom it can be asked about', () => {
  it('is somebody by name and agency, with the roles of each way in which they are at one agency', () => {
    const names = new KnownNames(new Map([['u1', 'Nadia Farrow'], ['u2', 'Imran Daley']]), new Map([['a', 'The council']]));
    const at = (membershipId: string, userId: string, role: 'practitioner' | 'manager', active = true) => ({ membershipId, userId, agencyId: 'a', roles: [role], active });
    expect(peopleAsked([at('1', 'u1', 'practitioner'), at('2', 'u1', 'manager'), at('3', 'u2', 'manager'), at('4', 'u2', 'manager', false)], names)).toEqual([
      { value: '3', text: 'Imran Daley, The council' },
      { value: '4', text: 'Imran Daley, The council (account closed)' },
      { value: '2', text: 'Nadia Farrow, The council (Manager)' },
      { value: '1', text: 'Nadia Farrow, The council (Practitioner)' },
    ]);
  });
});
