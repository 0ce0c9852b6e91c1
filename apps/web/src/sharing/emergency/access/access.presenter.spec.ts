import { describe, expect, it } from '@jest/globals';
import type { EmergencyRoutes, OutputOf } from '@concordat/contracts-protocol';
import { z } from 'zod';
import { formOf } from '../../../forms/form.js';
import { KnownNames } from '../../../services/names.js';
import { accessPage } from './access.presenter.js';

type Access = OutputOf<EmergencyRoutes['read']>;

const NOW = new Date('2026-02-02T10:00:00.000Z');
const names = new KnownNames(new Map([['officer', 'Imran Daley'], ['manager', 'Helen Marchbank']]), new Map([['police', 'Leicestershire Police'], ['school', 'Hollycroft Park Academy']]));
const forms = [{ category: 'education' as const, name: 'Education', fields: [{ code: 'attendance', name: 'Attendance', long: false }] }];

const access = (more: Partial<Access> = {}): Access => ({
  id: 'one', version: 1, caseId: 'the-case', caseReference: 'YJ-7K3M-Q2', subjectId: 'the-subject', name: 'Jordan Kestrel', userId: 'officer', agencyId: 'police', ownerAgencyIds: ['school'],
  categories: ['education'], threat: 'Missing since noon', openedAt: '2026-02-02T09:30:00.000Z', endsAt: '2026-02-03T09:30:00.000Z', open: true, mine: true, mayReview: false,
  review: { due: '2026-02-03T09:30:00.000Z', overdue: false, done: null },
  items: [{ id: 'item', category: 'education', ownerAgencyId: 'school', fields: { attendance: 'Three days of five' }, addedAt: '2026-01-02T09:30:00.000Z' }],
  ...more,
});

const shown = (of: Access) => accessPage('cases', of, forms, names, formOf(z.object({})).blank(), null, NOW).model;

describe('the page of an emergency access', () => {
  it('shows who used it what is held, and how long it stays open', () => {
    expect(shown(access())).toMatchObject({
      left: '23 hours', until: '3 February 2026 at 9:30am', end: '/emergency-access/cases/one/end', review: null, tag: { text: 'Open now' },
      items: [{ title: 'Education, from Hollycroft Park Academy', rows: [{ key: 'Attendance', text: 'Three days of five' }] }],
    });
  });

  it('never counts below nothing', () => {
    expect(shown(access({ endsAt: '2026-02-02T09:59:00.000Z', open: false, items: [] }))).toMatchObject({ left: 'Less than a minute', end: null, tag: { text: 'Waits for review' } });
  });

  it('lets its reviewer review it, or end it', () => {
    expect(shown(access({ mine: false, mayReview: true, items: [] }))).toMatchObject({ review: '/emergency-access/cases/one/review', end: '/emergency-access/cases/one/end' });
    expect(shown(access({ mine: false }))).toMatchObject({ review: null, end: null });
  });

  it('says that a review is overdue, and what it found', () => {
    expect(shown(access({ review: { due: '2026-02-03T09:30:00.000Z', overdue: true, done: null } })).tag).toEqual({ text: 'Review overdue', colour: 'red' });
    const done = { at: '2026-02-02T09:45:00.000Z', byUserId: 'manager', outcome: 'misuse', note: 'Nobody was in danger' } as const;
    const reviewed = shown(access({ review: { due: '2026-02-03T09:30:00.000Z', overdue: false, done } }));
    expect(reviewed.tag).toEqual({ text: 'It was misuse', colour: 'red' });
    expect(reviewed.rows).toContainEqual({ key: 'Review', text: 'It was misuse. Nobody was in danger (Helen Marchbank, 2 February 2026 at 9:45am)' });
  });
});
