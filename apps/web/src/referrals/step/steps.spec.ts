import { describe, expect, it } from '@jest/globals';
import { STEPS, stepOf } from './steps.js';

describe('the steps of a referral', () => {
  it('ask only for what they show', () => {
    const read = STEPS.accepted.form.read({ version: '3', reason: '' });
    expect(read.form.faults).toEqual([]);
    expect(read.value && STEPS.accepted.transition(read.value, [])).toEqual({ to: 'accepted', reason: '' });
  });

  it('say what is missing', () => {
    expect(STEPS.closed.form.read({ version: '3' }).form.faults.map((fault) => fault.message)).toEqual(['Select an outcome', 'Enter what was achieved']);
  });

  it('take whether an outcome was achieved from the outcome itself', () => {
    const { value } = STEPS.closed.form.read({ version: '3', outcome: 'goals-met', reason: 'Plays', feedback: '' });
    expect(value && STEPS.closed.transition(value, [{ code: 'goals-met', achieved: true }])).toMatchObject({ to: 'closed', achieved: true });
  });

  it('are none for an address that is none', () => {
    expect([stepOf('toString'), stepOf('accepted')?.button]).toEqual([undefined, 'Accept referral']);
  });
});
