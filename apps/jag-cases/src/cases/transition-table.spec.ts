import { CASE_STATES, type CaseState } from '@concordat/contracts-jag-cases';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { stateAfter, TRANSITIONS, transitionsFrom, type CaseFacts, type Mover } from './transition-table.js';

const movers: Mover[] = ['coordinator', 'manager', 'lead'];
const facts = fc.record({
  state: fc.constantFrom(...CASE_STATES),
  heldFrom: fc.constantFrom<CaseState | null>(null, 'accepted', 'responding'),
  openActions: fc.nat({ max: 3 }),
  leadUserId: fc.constant(null),
});

const fresh: CaseFacts = { state: 'nominated', heldFrom: null, openActions: 0, leadUserId: null };

describe('the life of a case', () => {
  it('offers nothing to somebody who is neither coordinator, manager nor lead', () => {
    fc.assert(fc.property(facts, (found) => transitionsFrom(found, new Set()).length === 0));
  });

  it('offers only rows that begin where the case stands, to those whom the row names', () => {
    fc.assert(
      fc.property(facts, fc.subarray(movers), (found, held) => {
        for (const { row } of transitionsFrom(found, new Set(held))) {
          expect(row.from).toContain(found.state);
          expect(row.who.some((mover) => held.includes(mover))).toBe(true);
        }
      }),
    );
  });

  it('never closes a case or steps it down while an action is open', () => {
    const offers = transitionsFrom({ ...fresh, state: 'assessing-result', openActions: 1 }, new Set(movers));
    for (const to of ['closed', 'monitoring'])
      expect(offers.find((offer) => offer.row.to === to)?.lacking).toEqual(['Every action must be done, or not done with a reason']);
  });

  it('reaches every state from a nomination, and leaves none but the refusals for good', () => {
    const reached = new Set<CaseState>(['nominated']);
    for (let round = 0; round < CASE_STATES.length; round++)
      for (const row of TRANSITIONS) if (row.from.some((state) => reached.has(state))) reached.add(stateAfter(row.to, fresh));
    expect([...reached].sort()).toEqual([...CASE_STATES].sort());
    const final = CASE_STATES.filter((state) => !TRANSITIONS.some((row) => row.from.includes(state)));
    expect(final).toEqual(['declined', 'redirected']);
  });

  it('takes a case on hold back to where it was held', () => {
    expect(stateAfter('resumed', { heldFrom: 'responding' })).toBe('responding');
  });

  it('lets only a manager close', () => {
    const close = (held: Mover[]) => transitionsFrom({ ...fresh, state: 'monitoring' }, new Set(held)).some((offer) => offer.row.to === 'closed');
    expect([close(['coordinator']), close(['lead']), close(['manager'])]).toEqual([false, false, true]);
  });
});
