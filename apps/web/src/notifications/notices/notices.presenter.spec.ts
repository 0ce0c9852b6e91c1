import { describe, expect, it } from '@jest/globals';
import type { NoticeView } from '@concordat/contracts-notifications';
import { matterOf, noticesPage, unreadCard } from './notices.presenter.js';

const notice = (more: Partial<NoticeView> = {}): NoticeView => ({
  id: '0197b0a0-0000-7000-8000-000000000001',
  text: 'You have been given an action',
  about: { kind: 'case', id: '0197b0a0-0000-7000-8000-000000000002' },
  record: null,
  at: '2026-02-02T09:32:00.000Z',
  readAt: null,
  ...more,
});

describe('notices in words', () => {
  it('lead to themselves, which marks them, and from there to what they are about', () => {
    const { model } = noticesPage({ items: [notice(), notice({ readAt: '2026-02-02T10:00:00.000Z' })], next: null }, 1, null, null);
    expect(model.rows).toMatchObject([
      { href: '/notices/0197b0a0-0000-7000-8000-000000000001', when: '2 February 2026 at 9:32am', unread: true },
      { unread: false },
    ]);
    expect(matterOf(notice())).toBe('/cases/0197b0a0-0000-7000-8000-000000000002');
    expect(matterOf(notice({ about: { kind: 'referral', id: 'r' } }))).toBe('/referrals/r');
  });

  it.each([
    ['consent', 'case', '/cases/c/consents/r', '/cases/c/consents'],
    ['consent', 'referral', '/referrals/c/consents/r', '/referrals/c/consents'],
    ['sharing-decision', 'case', '/cases/c/disclosures/r', '/cases/c/disclosures'],
    ['emergency-access', 'referral', '/emergency-access/referrals/r', '/emergency-access'],
    ['known-to-word', 'case', '/known-to/cases/r', '/known-to'],
    ['reader-request', 'case', '/kept/readers', '/kept/readers'],
    ['withdrawal-task', 'case', '/withdrawn-consent/cases/r', '/withdrawn-consent'],
  ] as const)('of a record lead to it, and of several to where they are listed: %s of a %s', (kind, about, one, several) => {
    const of = (id: string | null) => matterOf(notice({ about: { kind: about, id: 'c' }, record: { kind, id } }));
    expect(of('r')).toBe(one);
    expect(of(null)).toBe(several);
  });

  it('are counted on the home page, or said to be read', () => {
    expect(unreadCard(1, [notice()])).toMatchObject({ number: 1, text: 'notice to read', items: [{ hint: '2 February 2026 at 9:32am' }] });
    expect(unreadCard(12, [notice()]).text).toBe('notices to read');
    expect(unreadCard(0, [])).toEqual({ title: 'New for you', href: '/notices', items: [], empty: 'You have read all your notices.' });
  });
});
