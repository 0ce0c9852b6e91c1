import { describe, expect, it } from '@jest/globals';
import { searchForm } from './search.form.js';
import { expiredPage, resultsPage } from './search.presenter.js';

const row = {
  id: '019a0000-0000-7000-8000-000000000001', reference: 'YJ-7K3M-Q2', forumCode: 'youth-jag', forumName: 'Youth JAG', state: 'nominated' as const,
  since: '2026-11-02T09:00:00.000Z', ownerAgencyId: 'a', nominatingAgencyId: 'b', leadUserId: null, nominatedAt: '2026-11-02T09:00:00.000Z',
};
const person = (name: string | null) => ({ subjectId: 's', name, why: name === null ? [] : ['Your agency owns this information'] });

describe('searching', () => {
  it('needs something to look for', () => {
    expect(searchForm.read({ text: '  ' }).form.faults).toMatchObject([{ field: 'text', message: 'Enter a name or a reference' }]);
    expect(searchForm.read({ text: 'x'.repeat(201) }).value).toBeNull();
  });

  it('shows names that may be seen, and says that there are others', () => {
    const people = [[person('Jordan Kestrel')], [person(null)], [person('Jordan Kestrel'), person(null)], [person('A B'), person(null), person(null)]];
    const { model } = resultsPage({ text: 'kestrel', items: people.map((some) => ({ ...row, people: some })) });
    expect((model.results as { people: string }[]).map((result) => result.people)).toEqual([
      'Jordan Kestrel',
      'Name not shared with you',
      'Jordan Kestrel and one person whose name is not shared with you',
      'A B and 2 people whose names are not shared with you',
    ]);
    expect(model).toMatchObject({ heading: '4 cases found', results: [{ href: `/cases/${row.id}`, nominated: '2 November 2026', why: ['Your agency owns this information'], state: { text: 'Nominated' } }, {}, {}, {}] });
  });

  it('keeps what was typed out of the title, found or not', () => {
    for (const items of [[], [{ ...row, people: [] }]]) expect(resultsPage({ text: 'kestrel', items }).model.title).toBe('Search results');
    expect(resultsPage({ text: 'kestrel', items: [] }).model).toMatchObject({ heading: 'Nothing found', form: { typed: { text: 'kestrel' } } });
  });

  it('says that a search has ended, and offers another', () => {
    expect(expiredPage().model).toMatchObject({ status: 404, title: 'This search has ended', ended: true });
  });
});
