import { describe, expect, it } from '@jest/globals';
import type { CaseState } from '@concordat/contracts-jag-cases';
import { actionCard } from './action-card.js';
import { agreementCard } from './agreement-card.js';
import { closingCard, leadCard, screeningCard, statesCard } from './case-cards.js';
import { firstOf, shortened } from './first-rows.js';
import { meetingCard } from './meeting-card.js';
import { nominationCard } from './nomination-card.js';

const row = (reference: string, since: string, state: 'nominated' | 'monitoring' | 'assessing-result' = 'nominated') => ({
  id: reference, reference, forumCode: 'youth-jag', forumName: 'Youth JAG', state, since, ownerAgencyId: 'a', nominatingAgencyId: 'b',
  leadUserId: null, nominatedAt: since, people: [reference === 'YJ-HIDD-EN' ? { subjectId: 's', name: null, why: [] } : { subjectId: 's', name: 'Jordan Kestrel', why: ['Your agency owns this information'] }],
});
const action = (what: string, overdue: boolean) => ({
  id: what, version: 1, number: 1, caseId: 'c', caseReference: 'YJ-7K3M-Q2', what, agencyId: 'a', userId: null, due: '2026-11-20', kind: 'prevention' as const,
  state: 'given' as const, overdue, result: null, why: [], meetingId: null, mine: true,
});

const counted = (state: CaseState, count: number, own = 0, led = 0) => ({ state, count, own, led });

describe('cards of cases', () => {
  it('show first what has waited longest, without a name that may not be seen', () => {
    const card = screeningCard([row('YJ-7K3M-Q2', '2026-11-03T09:00:00.000Z'), row('YJ-HIDD-EN', '2026-11-02T09:00:00.000Z')], [counted('nominated', 205, 204)]);
    expect(card).toMatchObject({ number: 204, href: '/cases?show=nominated' });
    expect(card.items?.map(({ text }) => text)).toEqual(['YJ-HIDD-EN', 'YJ-7K3M-Q2, Jordan Kestrel']);
    expect(card.items?.map(({ why }) => why)).toEqual([[], ['Your agency owns this information']]);
    expect(card.items?.[0]?.hint).toBe('Youth JAG, nominated 2 November 2026');
  });

  it('say so when nothing waits', () => {
    expect(screeningCard([], [])).toMatchObject({ items: [], empty: 'No nomination is waiting.' });
    expect(screeningCard([], []).number).toBeUndefined();
    expect(leadCard([], [])).toBeNull();
  });

  it('lead to where the cases that wait to be closed are', () => {
    const since = '2026-11-02T09:00:00.000Z';
    expect(closingCard([row('A', since, 'monitoring')], [counted('assessing-result', 3, 0), counted('monitoring', 1, 1)])).toMatchObject({ href: '/cases?show=monitoring', number: 1 });
    expect(closingCard([row('A', since, 'monitoring'), row('B', since, 'assessing-result')], [counted('monitoring', 1, 1), counted('assessing-result', 1, 1)])).toMatchObject({ href: '/cases?show=assessing-result', number: 2 });
  });

  it('say how many open ones the reader leads', () => {
    const counts = [counted('responding', 9, 9, 5), counted('closed', 9, 9, 7)];
    expect(leadCard([row('A', '2026-11-02T09:00:00.000Z')], counts)).toMatchObject({ number: 5, text: 'open' });
  });

  it('count what is open, in the order of a case’s life', () => {
    const card = statesCard([counted('closed', 9), counted('responding', 1), counted('nominated', 2)]);
    expect(card).toMatchObject({ number: 3, items: [{ text: 'Nominated (2)', href: '/cases?show=nominated' }, { text: 'Responding (1)' }] });
  });
});

describe('the other cards', () => {
  it('tell actions that are overdue', () => {
    const card = actionCard([action('Visit the family', true), action('Call the school', false)], { open: 140, overdue: 1 }, 'Leicestershire Police');
    expect(card).toMatchObject({ title: 'Actions of Leicestershire Police', href: '/actions?which=overdue', number: 140, text: 'open, 1 overdue' });
    expect(card.items?.map(({ hint }) => hint)).toEqual(['YJ-7K3M-Q2, overdue since 20 November 2026', 'YJ-7K3M-Q2, due 20 November 2026']);
    expect(actionCard([action('x', false)], { open: 1, overdue: 0 }, 'A')).toMatchObject({ href: '/actions', text: 'open, none overdue' });
    expect(actionCard([], { open: 0, overdue: 0 }, 'A').number).toBeUndefined();
  });

  it('cut long text at a word, and show the first rows alone', () => {
    expect(shortened('Visit the family')).toBe('Visit the family');
    expect(shortened('Visit the family\nand the school')).toBe('Visit the family …');
    expect(shortened('word '.repeat(30))).toMatch(/^(word ){14,16}…$/);
    expect(firstOf([1, 2, 3, 4])).toEqual([1, 2, 3]);
  });

  it('say when the next meeting is and its agenda due', () => {
    const meeting = { id: 'm', version: 1, forumCode: 'youth-jag', forumName: 'Youth JAG', at: '2026-12-09T10:00:00.000Z', place: 'Narborough', state: 'planned' as const, agendaDue: '2026-12-02', cases: 2 };
    expect(meetingCard([meeting], '2026-12-01').items).toEqual([{ text: 'Youth JAG, 9 December 2026 at 10am', href: '/meetings/m', hint: '2 cases on the agenda, agenda due 2 December 2026' }]);
    expect(meetingCard([{ ...meeting, cases: 0 }], '2026-12-03').items?.[0]?.hint).toBe('Nothing on the agenda yet, agenda was due 2 December 2026');
  });

  it('invite to nominate, or to finish what was begun', () => {
    expect(nominationCard([])).toMatchObject({ title: 'Nominate someone', href: '/nominations/new' });
    const draft = { id: 'd', forumCode: 'youth-jag', forumName: 'Youth JAG', startedAt: '2026-11-02T09:32:00.000Z', savedAt: '2026-11-02T09:32:00.000Z', expiresAt: '2027-01-31T09:32:00.000Z', missing: [] };
    expect(nominationCard([draft])).toMatchObject({ number: 1, items: [{ text: 'Youth JAG, started 2 November 2026 at 9:32am', hint: 'Ready to send, kept until 31 January 2027' }] });
  });
});

describe('the card of agreements', () => {
  const party = (agencyId: string) => ({ agencyId, contact: null, signatory: null });
  const agreement = (name: string, reviewOn: string | null, validTo: string) => ({
    id: name, name, reviewOn, validTo, status: 'active' as const, supersedes: null, parties: [party('council'), party('police')], signatures: [],
  });

  it('tells of reviews and ends that are near, the soonest first', () => {
    const card = agreementCard([agreement('Youth JAG', '2026-12-01', '2027-03-31'), agreement('JAG/PPF', '2026-10-01', '2026-12-24'), agreement('Probation', null, '2028-01-01')], 'council', '2026-11-22');
    expect(card).toMatchObject({ number: 3, text: 'signatures, reviews or ends are near' });
    expect(card.items?.map(({ text, hint }) => [text, hint])).toEqual([
      ['JAG/PPF', 'Review was due 1 October 2026'], ['Youth JAG', 'Review due 1 December 2026'], ['JAG/PPF', 'Ends 24 December 2026'],
    ]);
  });

  it('tells first what waits for the agency’s signature', () => {
    const waiting = { ...agreement('Youth JAG', null, '2028-01-01'), status: 'in-review' as const, signatures: [{ agencyId: 'police', on: '2026-11-01', withdrawnOn: null }] };
    const hints = (agencyId: string) => agreementCard([waiting], agencyId, '2026-11-22').items?.map(({ hint }) => hint);
    expect([hints('council'), hints('police'), hints('school')]).toEqual([['Waiting for your agency’s signature'], [], []]);
  });

  it('is silent about an end when another version is in force', () => {
    const ends = agreement('First', null, '2026-12-01');
    expect(agreementCard([ends, { ...agreement('Second', null, '2029-01-01'), supersedes: 'First' }], 'council', '2026-11-22').items).toEqual([]);
  });

  it('says so when none is near, or none is in force', () => {
    expect(agreementCard([agreement('Probation', null, '2028-01-01')], 'council', '2026-11-22')).toMatchObject({ items: [], empty: '1 agreement in force. None is to be signed, reviewed or ends in the next 90 days.' });
    expect(agreementCard([], 'council', '2026-11-22').empty).toBe('No agreement is in force: nothing is shared.');
  });
});
