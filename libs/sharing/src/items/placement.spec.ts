import { describe, expect, it } from '@jest/globals';
import { placementFaults, type Placement } from './placement.js';

const placement: Placement = {
  plan: {
    frame: ['case_id', 'both'],
    items: { text: { owner: 'agency_id', category: 'professional-opinion', subject: 'subject_id', fields: ['plan'] } },
    owner: { both: 'nobody' },
    drawn: { reason_item_id: 'why' },
  },
  gone: 'no more',
};

describe('a placement', () => {
  it('tells of every column that has no place or two, of sealed texts that are no items, and of items that are not named', () => {
    const stored = [
      ['plan', 'id', 'uuid'], ['plan', 'case_id', 'uuid'], ['plan', 'both', 'text'], ['plan', 'text', 'bytea'], ['plan', 'reason_item_id', 'uuid'], ['plan', 'new', 'text'], ['other', 'id', 'uuid'],
    ].map(([table = '', column = '', type = '']) => ({ table, column, type }));
    expect(placementFaults(placement, stored)).toEqual([
      'gone: is placed, and there is no such table',
      'plan.both: has two places, frame and owner',
      'plan.new: has no place',
      'other: has no place: say whose its columns are, or why it holds nothing of a case',
    ]);
    const misplaced: Placement = { plan: { frame: ['text', 'reason_item_id', 'gone'] } };
    expect(placementFaults(misplaced, stored.filter(({ column }) => column === 'text' || column === 'reason_item_id'))).toEqual([
      'plan.gone: is placed, and there is no such column',
      'plan.text: is sealed, and placed as frame',
      'plan.reason_item_id: names an item, and is not placed as drawn from it',
    ]);
  });
});
