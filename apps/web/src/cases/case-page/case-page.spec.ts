import { describe, expect, it } from '@jest/globals';
import { aCase, agencies, anAction, anItem, names, users } from '../../../test/case-factory.js';
import { criteriaRows, headerRows } from './case-header.presenter.js';
import { itemGroups, withheldLines, type ItemForms } from './case-items.presenter.js';
import { outcomeRows, stateRows } from './case-progress.presenter.js';
import { actionRows, circleRows, referralCards } from './case-work.presenter.js';
import { nextSteps } from './next-steps.presenter.js';

const forms: ItemForms = [
  { category: 'identity', name: 'Name and identity', fields: [{ code: 'givenName', name: 'Given name', long: false }, { code: 'dateOfBirth', name: 'Date of birth', long: false }] },
  { category: 'behaviour', name: 'Behaviour and incidents', fields: [{ code: 'incidents', name: 'What happened', long: true }] },
  { category: 'professional-opinion', name: 'Professional opinion', fields: [{ code: 'action', name: 'Action', long: true }] },
];

const textOf = (rows: { key: string; text: string }[] | null, key: string) => rows?.find((row) => row.key === key)?.text;

describe('the header of a case', () => {
  const codes = { purposes: new Map([['youth-diversion', 'Diverting young people']]), gateways: new Map([['cda-1998-s115', 'Crime and Disorder Act 1998, section 115']]) };

  it('names people, lead, owner, purpose and basis', () => {
    const rows = headerRows(aCase(), names, codes);
    expect(textOf(rows, 'Person')).toBe('Jordan Kestrel');
    expect(textOf(rows, 'Lead officer')).toBe('Grace Webb');
    expect(textOf(rows, 'Nominated')).toBe('By Countesthorpe Academy on 12 January 2026');
    expect(textOf(rows, 'Purpose')).toBe('Diverting young people');
    expect(textOf(rows, 'Basis for sharing')).toBe('A legal gateway: Crime and Disorder Act 1998, section 115');
  });

  it('says so where a name is not shared', () => {
    const rows = headerRows(aCase({ people: [{ subjectId: agencies.police, name: null, why: [] }] }), names, codes);
    expect(textOf(rows, 'Person')).toBe('Name not shared with you');
  });

  it('shows criteria once they were answered', () => {
    expect(criteriaRows(aCase())).toEqual([]);
    const answered = aCase({ criteria: [{ code: 'age', text: 'Is aged 10 to 17', met: false, explanation: 'Turns 18 in June' }] });
    expect(criteriaRows(answered)).toEqual([{ key: 'Is aged 10 to 17', text: 'Not met. Turns 18 in June' }]);
  });
});

describe('what can be done next', () => {
  it('leads to what is open, and says what is lacking for the rest', () => {
    const file = aCase({
      transitions: [{ to: 'monitoring', name: 'Step down to monitoring', lacking: ['Every action must be done'] }, { to: 'on-hold', name: 'Put the case on hold', lacking: [] }],
      may: { addItem: true, changeCircle: false, giveAction: false, refer: false, putOnAgenda: false },
    });
    expect(nextSteps(file)).toEqual({
      moves: [
        { text: 'Step down to monitoring', href: null, lacking: ['Every action must be done'] },
        { text: 'Put the case on hold', href: `/cases/${file.id}/next/on-hold`, lacking: [] },
      ],
      work: [
        { text: 'Add information', href: `/cases/${file.id}/items/new`, lacking: [] },
        { text: 'Ask whether others know the person', href: `/cases/${file.id}/known-to`, lacking: [] },
      ],
    });
  });
});

describe('information', () => {
  it('is grouped by category, in plain labels, with whose it is and why it is visible', () => {
    const file = aCase({ items: [anItem(), anItem({ category: 'identity', fields: { givenName: 'Jordan', dateOfBirth: '2012-03-04' } })] });
    const groups = itemGroups(file, forms, names, agencies.council);
    expect(groups.map(({ name }) => name)).toEqual(['Name and identity', 'Behaviour and incidents']);
    expect(groups[0]?.cards[0]?.rows).toEqual([{ key: 'Given name', text: 'Jordan' }, { key: 'Date of birth', text: '4 March 2012' }]);
    expect(groups[1]?.cards[0]).toMatchObject({
      title: 'From Countesthorpe Academy, 12 January 2026',
      rows: [{ key: 'What happened', text: 'Fireworks in the park' }],
      why: 'Shared under the Youth JAG agreement, term 2',
      change: null,
      keep: null,
    });
  });

  it('can be changed by the agency that owns it alone', () => {
    const file = aCase({ items: [anItem()] });
    expect(itemGroups(file, forms, names, agencies.school)[0]?.cards[0]?.change).toBe(`/cases/${file.id}/items/${file.items[0]?.id ?? ''}/change`);
    const ended = { ...file, may: { ...file.may, addItem: false } };
    expect(itemGroups(ended, forms, names, agencies.school)[0]?.cards[0]?.change).toBeNull();
  });

  it('leaves the text of an action to the action', () => {
    const file = aCase({ actions: [anAction()], items: [anItem({ category: 'professional-opinion', fields: { action: 'Visit the family' } })] });
    expect(itemGroups(file, forms, names, null)).toEqual([]);
    expect(itemGroups({ ...file, actions: [] }, forms, names, null)).toHaveLength(1);
  });

  it('says whom to ask for what is withheld', () => {
    const [line] = withheldLines(aCase({ withheld: [{ ownerAgencyId: agencies.police, reason: 'no-consent' }] }), names);
    expect(line).toBe('Leicestershire Police holds more information about this case, and there is no consent to share it with your agency. Ask Leicestershire Police if you need it.');
  });
});

describe('progress', () => {
  it('tells how long the case stood in each state', () => {
    const rows = stateRows(
      aCase({
        states: [
          { state: 'nominated', from: '2026-01-12T09:00:00.000Z', to: '2026-01-14T10:00:00.000Z', seconds: 176_400, byUserId: users.tom, reason: null, until: null, agencyIds: [] },
          { state: 'on-hold', from: '2026-01-14T10:00:00.000Z', to: null, seconds: 59, byUserId: users.mary, reason: 'Away (until 2026-03-01)', until: null, agencyIds: [] },
        ],
      }),
      names,
    );
    expect(rows.map(({ duration, by, reason }) => [duration, by, reason])).toEqual([
      ['2 days', 'Tom Bright', null],
      ['Less than a minute so far', 'Mary Okafor', 'Away (until 1 March 2026)'],
    ]);
  });

  it('tells whom a state waits for, and until when', () => {
    const state = { from: '2026-01-12T09:00:00.000Z', to: null, seconds: 59, byUserId: null, reason: null };
    const rows = stateRows(
      aCase({
        states: [
          { ...state, state: 'information-requested', until: '2026-03-01', agencyIds: [agencies.police, agencies.school] },
          { ...state, state: 'monitoring', until: '2026-03-01', agencyIds: [agencies.school] },
          { ...state, state: 'on-hold', until: '2026-03-01', agencyIds: [] },
          { ...state, state: 'nominated', until: null, agencyIds: [] },
        ],
      }),
      names,
    );
    expect(rows.map(({ waits, by }) => [waits, by])).toEqual([
      ['Asked: Leicestershire Police and Countesthorpe Academy. To answer by 1 March 2026', 'Blaby District Council'],
      ['By Countesthorpe Academy, until 1 March 2026', 'Blaby District Council'],
      ['Until 1 March 2026', 'Blaby District Council'],
      [null, 'Not shown'],
    ]);
  });

  it('tells the outcome by its name', () => {
    const outcome = { code: 'objective-met', positive: true, reason: 'Done', ownView: 'Happy', victimTold: 'no-victim' as const, learned: 'Act early' };
    const rows = outcomeRows(aCase({ outcome }), [{ code: 'objective-met', name: 'Objective met', positive: true }]);
    expect([textOf(rows, 'Outcome'), textOf(rows, 'Victim told')]).toEqual(['Objective met', 'There is no victim']);
    expect(outcomeRows(aCase(), [])).toBeNull();
  });
});

describe('work on a case', () => {
  it('shows an overdue action as such, and who is to do it', () => {
    const rows = actionRows([anAction({ overdue: true, userId: users.tom })], names);
    expect(rows).toMatchObject([{ why: ['Shared under the Youth JAG agreement, term 2'], whose: 'Tom Bright, Leicestershire Police', due: '2 Mar 2026', state: { text: 'Overdue' } }]);
  });

  it('shows a referral with the steps that it took', () => {
    const referral = { id: users.mary, serviceId: users.tom, serviceName: 'Youth outreach', state: 'received', requestedAt: '2026-02-02T09:00:00.000Z', steps: [{ state: 'received', at: '2026-02-03T09:00:00.000Z' }] };
    expect(referralCards(aCase({ referrals: [referral] }))).toMatchObject([
      { title: 'Youth outreach', state: { text: 'Received' }, steps: [{ text: 'Sent', at: '2 February 2026' }, { text: 'Received', at: '3 February 2026' }] },
    ]);
  });

  it('shows the owner and each agency with its dates; a place that ends at midnight lasts until the day before', () => {
    const now = new Date('2026-02-10T12:00:00.000Z');
    const place = { agencyId: agencies.police, from: '2026-02-02T09:00:00.000Z', userIds: null };
    const file = aCase({ circle: [{ ...place, id: users.mary, to: '2026-02-21T00:00:00.000Z' }, { ...place, id: users.tom, to: '2026-02-05T11:30:00.000Z' }] });
    expect(circleRows(file, names, now).map(({ agency, to, end }) => [agency, to, end])).toEqual([
      ['Blaby District Council', 'No end', null],
      ['Leicestershire Police', '20 Feb 2026', `/cases/${file.id}/circle/${users.mary}/end`],
      ['Leicestershire Police', '5 Feb 2026', null],
    ]);
  });
});
