import type { EventKind } from '@concordat/contracts-protocol';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { laneOf, nextOf, type Packed } from './parcels.js';

type Event = Packed & { kind: EventKind };

const few = (count: number) => fc.integer({ min: 1, max: count }).map((number) => `01890a5d-ac96-774b-bcce-${String(number).padStart(12, '0')}`);

/** Few ids, aggregates and types, so that they meet. */
const events = fc.array(
  fc.record({ id: few(30), aggregateId: few(6), kind: fc.constantFrom<EventKind>('fact', 'state'), type: fc.constantFrom('box.painted', 'box.moved'), version: fc.integer({ min: 1, max: 9 }) }).map(
    ({ id, aggregateId, kind, type, version }): Event => ({
      kind, traceparent: null,
      event: { id, type, aggregateId, version: kind === 'state' ? version : null, partnershipId: null, occurredAt: '2026-11-22T10:00:00.000Z', actor: null, trace: 'x', payload: {} },
    }),
  ),
  { maxLength: 60 },
);

describe('a parcel', () => {
  it('is taken whole and in its order, so many events at once, no state of one aggregate and no event twice at once', () => {
    fc.assert(
      fc.property(events, fc.integer({ min: 1, max: 20 }), (all, size) => {
        const left = [...all];
        const taken: Event[][] = [];
        while (left.length > 0) taken.push(nextOf(left, size));
        expect(taken.flat()).toEqual(all);
        for (const together of taken) {
          expect(together.length).toBeLessThanOrEqual(size);
          const states = together.filter(({ kind }) => kind === 'state').map(({ event }) => `${event.type} ${event.aggregateId}`);
          const facts = together.filter(({ kind }) => kind === 'fact').map(({ event }) => event.id);
          expect(new Set(states).size).toBe(states.length);
          expect(new Set(facts).size).toBe(facts.length);
        }
      }),
    );
  });

  it('has one lane for what is about one aggregate, and more than one for all', () => {
    const laneOfAggregate = (last: string): number => laneOf({ aggregateId: `01890a5d-ac96-774b-bcce-b302099a805${last}` });
    expect(new Set('0123456789abcdef'.split('').map(laneOfAggregate))).toEqual(new Set([0, 1]));
  });
});
