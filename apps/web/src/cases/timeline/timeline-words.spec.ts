import { describe, expect, it } from '@jest/globals';
import { agencies, names, users } from '../../../test/case-factory.js';
import { tellEntry } from './timeline-words.js';

const lookup = { names, categories: new Map([['offending', 'Offending']]), services: new Map([[users.grace, 'Youth outreach']]) };
const told = (kind: string, facts: Record<string, string> = {}) => {
  const { title, text } = tellEntry({ id: users.mary, at: '2026-02-02T09:00:00.000Z', byUserId: users.mary, byAgencyId: agencies.council, kind, facts, why: [] }, lookup);
  return [title, text];
};

describe('the timeline', () => {
  it.each<[string, Record<string, string>, [string, string | null]]>([
    ['nominated', {}, ['Nominated', null]],
    ['state-changed', { from: 'screening', to: 'accepted' }, ['Accepted', 'Was: screening']],
    ['item-added', { category: 'offending' }, ['Information added', 'Offending']],
    ['item-changed', { category: 'new-category' }, ['Information changed', 'New category']],
    ['circle-joined', { agencyId: agencies.police }, ['Agency joined the case', 'Leicestershire Police']],
    ['circle-left', { agencyId: agencies.police }, ['Agency left the case', 'Leicestershire Police']],
    ['action-given', { number: '2', agencyId: agencies.school, due: '2026-03-02' }, ['Action 2 given', 'To Countesthorpe Academy, due 2 March 2026']],
    ['action-given', { agencyId: agencies.school, due: '2026-03-02' }, ['Action given', 'To Countesthorpe Academy, due 2 March 2026']],
    ['action-moved', { number: '2', agencyId: agencies.school, state: 'not-done' }, ['Action 2: not done', 'Countesthorpe Academy']],
    ['put-on-agenda', { meetingId: users.tom, at: '2026-02-12T14:00:00.000Z' }, ['Put on a meeting’s agenda', 'For the meeting on 12 February 2026 at 2pm']],
    ['decision-recorded', { meetingId: users.tom }, ['Decision of a meeting recorded', null]],
    ['referral-sent', { referralId: users.grace }, ['Referral sent', 'Youth outreach']],
    ['referral-progressed', { referralId: users.tom, state: 'engaged' }, ['Referral: first contact made', null]],
    ['referral-turned-back', { referralId: users.tom }, ['Referral not passed on', null]],
    ['something-newer', {}, ['Something newer', null]],
  ])('has words for %s', (kind, facts, words) => {
    expect(told(kind, facts)).toEqual(words);
  });

  it('names who did it and for which agency, where that is told; a service by itself is Concordat', () => {
    const entry = { id: users.mary, at: '2026-02-02T09:00:00.000Z', kind: 'nominated', facts: {}, why: ['Your agency owns this information'] };
    expect(tellEntry({ ...entry, byUserId: users.mary, byAgencyId: agencies.council }, lookup).by).toBe('Mary Okafor, Blaby District Council');
    expect(tellEntry({ ...entry, byUserId: null, byAgencyId: agencies.council }, lookup).by).toBe('Blaby District Council');
    expect(tellEntry({ ...entry, byUserId: null, byAgencyId: null }, lookup).by).toBeNull();
    expect(tellEntry({ ...entry, kind: 'referral-progressed', byUserId: null, byAgencyId: null }, lookup).by).toBe('Concordat');
    expect(tellEntry({ ...entry, byUserId: null, byAgencyId: null }, lookup).why).toEqual(['Your agency owns this information']);
  });
});
