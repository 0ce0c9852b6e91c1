import { randomUUID } from 'node:crypto';
import type { CaseAction, CaseFile, CaseItem } from '../src/cases/case-file.js';
import { KnownNames } from '../src/services/names.js';

export const agencies = { council: randomUUID(), school: randomUUID(), police: randomUUID() };
export const users = { mary: randomUUID(), grace: randomUUID(), tom: randomUUID() };

export const names = new KnownNames(
  new Map([[users.mary, 'Mary Okafor'], [users.grace, 'Grace Webb'], [users.tom, 'Tom Bright']]),
  new Map([[agencies.council, 'Blaby District Council'], [agencies.school, 'Countesthorpe Academy'], [agencies.police, 'Leicestershire Police']]),
);

const subjectId = randomUUID();

/** A case that the school nominated and the council accepted, as a reader of the council sees it. */
export function aCase(known: Partial<CaseFile> = {}): CaseFile {
  return {
    id: randomUUID(),
    reference: 'YJ-7K3M-Q2',
    forumCode: 'youth-jag',
    forumName: 'Youth JAG',
    state: 'accepted',
    since: '2026-02-02T09:00:00.000Z',
    ownerAgencyId: agencies.council,
    nominatingAgencyId: agencies.school,
    leadUserId: users.grace,
    nominatedAt: '2026-01-12T09:00:00.000Z',
    people: [{ subjectId, name: 'Jordan Kestrel', why: ['Your agency owns this information'] }],
    version: 3,
    purpose: 'youth-diversion',
    acceptedAt: '2026-02-02T09:00:00.000Z',
    closedAt: null,
    basis: { kind: 'gateway', gateway: 'cda-1998-s115' },
    criteria: [
      { code: 'age', text: 'Is aged 10 to 17', met: null, explanation: null },
      { code: 'risk', text: 'Is at risk of offending', met: null, explanation: null },
    ],
    circle: [{ id: randomUUID(), agencyId: agencies.school, from: '2026-01-12T09:00:00.000Z', to: null, userIds: null }],
    transitions: [],
    states: [],
    items: [],
    withheld: [],
    actions: [],
    referrals: [],
    outcome: null,
    may: { addItem: true, changeCircle: true, giveAction: true, refer: true, putOnAgenda: true },
    ...known,
  };
}

export function anItem(known: Partial<CaseItem> = {}): CaseItem {
  return {
    id: randomUUID(),
    version: 1,
    subjectId,
    category: 'behaviour',
    ownerAgencyId: agencies.school,
    marking: 'none',
    fields: { incidents: 'Fireworks in the park' },
    reasons: ['term:a/1'],
    why: ['Shared under the Youth JAG agreement, term 2'],
    addedAt: '2026-01-12T09:00:00.000Z',
    addedByUserId: users.tom,
    ...known,
  };
}

export function anAction(known: Partial<CaseAction> = {}): CaseAction {
  return {
    id: randomUUID(),
    version: 1,
    number: 1,
    caseId: randomUUID(),
    caseReference: 'YJ-7K3M-Q2',
    what: 'Visit the family',
    agencyId: agencies.police,
    userId: null,
    due: '2026-03-02',
    kind: 'prevention',
    state: 'given',
    overdue: false,
    result: null,
    why: ['Shared under the Youth JAG agreement, term 2'],
    meetingId: null,
    mine: false,
    ...known,
  };
}
