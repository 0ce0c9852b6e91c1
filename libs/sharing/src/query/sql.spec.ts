import { describe, expect, it } from '@jest/globals';
import { itemPage, readableCases } from './readable.js';
import { name, sql } from './sql.js';

const question = {
  partnershipId: 'partnership', userId: 'user', membershipId: 'membership', agencyId: 'agency', action: 'read', at: new Date('2026-06-30T23:00:00Z'),
} as const;

describe('a piece of SQL', () => {
  it('keeps values apart from the text, in order, through the pieces set into it', () => {
    const piece = sql`b = ${2} and ${sql`c = ${3}`}`;
    const whole = sql`a = ${1} and ${piece} and d = ${"'; drop"}`;
    expect(whole.text).toBe('a = ? and b = ? and c = ? and d = ?');
    expect(whole.values).toEqual([1, 2, 3, "'; drop"]);
    expect(whole.numbered()).toEqual({ text: 'a = $1 and b = $2 and c = $3 and d = $4', values: [1, 2, 3, "'; drop"] });
  });

  it('refuses what would be taken for a value or for more than a name', () => {
    expect(() => sql`a ? 'b'`).toThrow('question mark');
    expect(() => name('a; drop table item')).toThrow('Not a name');
    expect(() => readableCases(question, 'c)--')).toThrow('Not a name');
  });

  it('of a page has as many values as places, and tells the time whatever the machine’s clock shows', () => {
    const page = itemPage(question, { where: sql`i.case_id = ${'case'}`, orderBy: sql`i.id`, limit: 10 });
    expect(page.text.split('?')).toHaveLength(page.values.length + 1);
    expect(page.values).toContain('2026-06-30T23:00:00.000Z');
  });
});
