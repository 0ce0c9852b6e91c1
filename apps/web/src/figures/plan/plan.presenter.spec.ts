import { describe, expect, it } from '@jest/globals';
import { planPage } from './plan.presenter.js';

describe('the action plan', () => {
  it('shows each action with whose it is and by when, and nothing for what the plan leaves out', () => {
    const line = { id: '019a0000-0000-7000-8000-000000000001', priority: 'One', theme: '', action: 'Do this', impact: '' };
    const items = [{ ...line, owners: ['BDC', 'Police'], lastDay: '2024-03-31' }, { ...line, owners: ['BDC'], lastDay: null }];
    expect(planPage({ items, next: null }, null).model.actions).toMatchObject([
      { action: 'Do this', rows: [{ key: 'Priority', text: 'One' }, { key: 'Owners', text: 'BDC and Police' }, { key: 'By', text: '31 March 2024' }] },
      { rows: [{ key: 'Priority' }, { key: 'Owner', text: 'BDC' }, { key: 'By', text: 'No date' }] },
    ]);
  });
});
