import { CONTACT_MEANS, planOfWords, WEEKDAYS, type SafeContactPlan } from '@concordat/contracts-protocol';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { againstPlan, fieldsOfPlan, planOf } from './plan-fields.js';

const plan = (more: Partial<SafeContactPlan>): SafeContactPlan => ({ ...planOfWords(''), means: ['text-message'], ...more });
const clock = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 })).map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
const words = fc.string({ maxLength: 40 });

describe('a plan for safe contact', () => {
  it('is read from an item as it was written', () => {
    const plans = fc.record({
      means: fc.subarray([...CONTACT_MEANS]), days: fc.subarray([...WEEKDAYS]), hours: fc.option(fc.record({ from: clock, until: clock })),
      number: words, email: words, serviceNamed: fc.boolean(), words, mustNotAnswer: words, more: words,
    });
    fc.assert(fc.property(plans, (written) => expect(planOf(fieldsOfPlan(written))).toEqual(written)));
    expect(planOf({ telephone: '01632 960 001', email: 'a@b.example' })).toBeNull();
  });

  it.each<[string, Partial<SafeContactPlan>, SafeContactPlan['means'][number], string, ReturnType<typeof againstPlan>]>([
    ['by a means that was agreed', {}, 'text-message', '2026-02-02T03:00:00Z', null],
    ['by another', {}, 'telephone', '2026-02-02T12:00:00Z', 'means'],
    ['where no means was agreed', { means: [] }, 'telephone', '2026-02-02T12:00:00Z', null],
    ['on another day', { days: ['tuesday'] }, 'text-message', '2026-02-02T12:00:00Z', 'time'],
    ['at the first minute, in summer time', { hours: { from: '09:00', until: '15:00' } }, 'text-message', '2026-07-06T08:00:00Z', null],
    ['before it, in summer time', { hours: { from: '09:00', until: '15:00' } }, 'text-message', '2026-07-06T07:59:00Z', 'time'],
    ['at the end', { hours: { from: '09:00', until: '15:00' } }, 'text-message', '2026-02-02T15:00:00Z', 'time'],
    ['on a day that London has begun already', { days: ['tuesday'] }, 'text-message', '2026-07-06T23:30:00Z', null],
  ])('says of contact %s what speaks against it', (_when, more, means, at, against) => {
    expect(againstPlan(plan(more), { means, at: new Date(at) })).toBe(against);
  });
});
