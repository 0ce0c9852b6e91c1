import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { settled, toldOf } from './told-counts.js';
import { changedKinds, type Permitted } from './permitted.js';

const count = fc.nat({ max: 60 });

describe('a count that is told', () => {
  it('differs from every other that is told of the same kind, on whatever day, by five items or more, or not at all', () => {
    fc.assert(
      fc.property(fc.array(count, { minLength: 2, maxLength: 30 }), (counts) => {
        const stood = counts.reduce<number[]>((before, counted) => [...before, settled(before.at(-1) ?? null, counted)], []);
        for (const [index, after] of stood.entries()) {
          const before = stood[index - 1] ?? after;
          expect(after === before || Math.abs(after - before) >= 5).toBe(true);
          // What stands is never further away than what it hides.
          expect(Math.abs(after - counts[index]!)).toBeLessThan(5);
        }
      }),
    );
  });

  it('of those who consented never differs from that of everybody by one to four', () => {
    fc.assert(
      fc.property(count, count, (one, other) => {
        const [everybody, consenting] = [Math.max(one, other), Math.min(one, other)];
        const told = toldOf({ everybody, consenting });
        if (consenting >= 5 && everybody - consenting < 5) expect(told.consenting).toEqual(told.everybody);
        if (consenting < 5) expect(told.consenting).toBeNull();
      }),
    );
  });
});

describe('the kinds of information that a change opens and closes', () => {
  const kind = { purpose: 'youth-diversion', category: 'housing', agencyId: 'police', onConsent: false, fields: 'all', before: false, after: true } as const satisfies Permitted;
  const changes = (...permitted: Permitted[]) => changedKinds(permitted).map(({ change, of }) => `${change} ${of}`);

  it('are those that agreements permit with it and not without it, field by field', () => {
    expect(changes(kind)).toEqual(['opens everybody']);
    expect(changes({ ...kind, before: true, after: false })).toEqual(['closes everybody']);
    expect(changes({ ...kind, before: true })).toEqual([]);
    expect(changes({ ...kind, before: true, after: true, fields: ['tenancy'] }, kind)).toEqual(['opens everybody']);
    expect(changes({ ...kind, before: true, after: false, fields: ['tenancy'] }, { ...kind, fields: ['complaints'] })).toEqual(['opens everybody', 'closes everybody']);
  });

  it('are of those who consented where consent is what it rests on, and nothing where others see it already', () => {
    expect(changes({ ...kind, onConsent: true })).toEqual(['opens consenting']);
    expect(changes({ ...kind, onConsent: true }, { ...kind, before: true })).toEqual([]);
    expect(changes({ ...kind, before: true, after: false }, { ...kind, onConsent: true })).toEqual(['closes everybody']);
  });
});
