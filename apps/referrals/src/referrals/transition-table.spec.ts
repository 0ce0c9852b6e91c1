import { REFERRAL_STATES, type ReferralState } from '@concordat/contracts-referrals';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TRANSITIONS, transitionsFrom, triedThreeTimes, type Mover } from './transition-table.js';

const at = (iso: string, reached = false) => ({ at: new Date(iso), reached });

describe('the life of a referral', () => {
  it('offers only rows that begin where it stands, to those whom the row names', () => {
    const movers: Mover[] = ['staff', 'manager', 'worker'];
    fc.assert(
      fc.property(fc.constantFrom(...REFERRAL_STATES), fc.subarray(movers), (state, held) => {
        for (const { row } of transitionsFrom({ state, contacts: [] }, new Set(held))) {
          expect(row.from).toContain(state);
          expect(row.who.some((mover) => held.includes(mover))).toBe(true);
        }
      }),
    );
  });

  it('reaches every state, and ends in four', () => {
    const reached = new Set<ReferralState>(['received']);
    for (let round = 0; round < REFERRAL_STATES.length; round++)
      for (const row of TRANSITIONS) if (row.from.some((state) => reached.has(state))) reached.add(row.to);
    expect([...reached].sort()).toEqual([...REFERRAL_STATES].sort());
    expect(REFERRAL_STATES.filter((state) => !TRANSITIONS.some((row) => row.from.includes(state)))).toEqual(['declined', 'signposted', 'closed', 'withdrawn']);
  });

  it('calls nobody "not reached" before three attempts at different times of different days', () => {
    const [monday, tuesday, wednesday] = [at('2026-11-02T10:00:00Z'), at('2026-11-03T15:00:00Z'), at('2026-11-04T10:30:00Z')];
    expect(triedThreeTimes([monday, tuesday, wednesday])).toBe(true);
    expect(triedThreeTimes([monday, tuesday])).toBe(false);
    expect(triedThreeTimes([monday, at('2026-11-02T15:00:00Z'), tuesday])).toBe(false);
    expect(triedThreeTimes([monday, at('2026-11-03T10:00:00Z'), wednesday])).toBe(false);
  });

  it('engages nobody who was never reached', () => {
    const offer = (reached: boolean) => transitionsFrom({ state: 'allocated', contacts: [at('2026-11-02T10:00:00Z', reached)] }, new Set(['worker'])).find(({ row }) => row.to === 'engaged');
    expect([offer(false)?.lacking, offer(true)?.lacking]).toEqual([['Record a contact in which the person was reached'], []]);
  });
});
