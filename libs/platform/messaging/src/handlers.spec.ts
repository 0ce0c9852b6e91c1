import { defineEvent } from '@concordat/contracts-protocol';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { MessagingOptions } from './definitions.js';
import { HandlerError, pairHandlers, type RegisteredHandler } from './handlers.js';

const Posted = defineEvent({ type: 'letter.posted', kind: 'fact', from: 'jag-cases', to: ['indicators'], payload: z.strictObject({}) });
const Elsewhere = defineEvent({ type: 'letter.lost', kind: 'fact', from: 'jag-cases', to: ['referrals'], payload: z.strictObject({}) });

const handler = (pattern: string, place: string, isEvent = true): RegisteredHandler => ({ pattern, place, isEvent, payload: null, run: () => Promise.resolve() });

function faultsOf(options: Partial<MessagingOptions>, ...handlers: RegisteredHandler[]): readonly string[] {
  try {
    pairHandlers({ service: 'indicators', events: [Posted, Elsewhere], ...options }, handlers);
  } catch (error) {
    if (error instanceof HandlerError) return error.faults;
    throw error;
  }
  return [];
}

describe('pairing events with handlers', () => {
  it('takes one handler for each event that the service hears, and none for others', () => {
    const { events } = pairHandlers({ service: 'indicators', events: [Posted, Elsewhere] }, [handler('letter.posted', 'Letters.count')]);
    expect([...events.keys()]).toEqual(['letter.posted']);
  });

  it('says what to add when an event has no handler', () => {
    expect(faultsOf({})).toEqual([
      'indicators hears "letter.posted" of jag-cases, and nothing handles it: add a method with @Consumes to a controller of indicators, or take indicators out of the event\'s "to".',
    ]);
  });

  it('names both handlers when an event has two', () => {
    expect(faultsOf({}, handler('letter.posted', 'Letters.count'), handler('letter.posted', 'Stamps.count'))).toEqual([
      '"letter.posted" is handled by Letters.count and Stamps.count: keep one, and let it call the rest.',
    ]);
  });

  it('refuses a handler of an event that never comes', () => {
    const [fault] = faultsOf({}, handler('letter.posted', 'Letters.count'), handler('letter.lost', 'Letters.search'));
    expect(fault).toMatch(/^Letters\.search handles "letter\.lost", which indicators does not hear/);
  });

  it('refuses work with two handlers, a schedule without one, and two schedules of one name', () => {
    const events = { events: [Elsewhere] };
    expect(faultsOf(events, handler('tidy', 'One.tidy', false), handler('tidy', 'Two.tidy', false))).toEqual(['The work "tidy" is done by One.tidy and Two.tidy: keep one.']);
    const schedules = [
      { id: 'nightly', work: 'tidy', cron: '0 3 * * *' },
      { id: 'nightly', work: 'sort', every: 1000 },
    ];
    expect(faultsOf({ ...events, schedules }, handler('tidy', 'One.tidy', false))).toEqual([
      `The schedule "nightly" wants the work "sort", and nothing does it: add a method with @Performs('sort') to a controller of indicators.`,
      'Two schedules are called "nightly".',
    ]);
  });
});
