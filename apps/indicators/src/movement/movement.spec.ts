import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { differenceOf, travelOf } from './movement.js';
import { rounded } from '../statistics/equality.js';

describe('movement', () => {
  it('of counts is tested, with equal exposures unless they are known', () => {
    const { change, z, movement } = differenceOf({ kind: 'counts', a: 4631, b: 4252 });
    expect([rounded(change ?? 0, 1), rounded(z ?? 0, 2), movement]).toEqual([-8.2, -4.02, 'down']);
    expect(differenceOf({ kind: 'counts', a: 763, b: 730 })).toMatchObject({ movement: 'level' });
    expect(differenceOf({ kind: 'counts', a: 0, b: 0 })).toEqual({ change: null, z: null, movement: 'level' });
    expect(differenceOf({ kind: 'counts', a: 0, b: 10 })).toMatchObject({ change: null, movement: 'up' });
  });

  it('of counts allows for the length of the periods', () => {
    const { change, z, movement } = differenceOf({ kind: 'counts', a: 2800, b: 3100, exposures: [28, 31] });
    expect([change, rounded(z ?? 1, 9), movement]).toEqual([0, 0, 'level']);
  });

  it('of percentages is the pooled test of two proportions', () => {
    // 15 of 100 and 30 of 100: p = 0.225, z = 0.15 / √(0.225 · 0.775 · 0.02).
    const { z, change, movement } = differenceOf({ kind: 'proportions', a: 15, b: 30, denominators: [100, 100] });
    expect([rounded(z ?? 0, 2), change, movement]).toEqual([2.54, 100, 'up']);
    expect(differenceOf({ kind: 'proportions', a: 5, b: 9, denominators: [5, 9] })).toEqual({ change: 0, z: null, movement: 'level' });
  });

  it('of anything else is a relative change of at least the tolerance', () => {
    expect(differenceOf({ kind: 'values', a: 100, b: 105 }).movement).toBe('up');
    expect(differenceOf({ kind: 'values', a: 100, b: 104.9 }).movement).toBe('level');
    expect(differenceOf({ kind: 'values', a: 0.1, b: 0.105 }).movement).toBe('up');
    expect(differenceOf({ kind: 'values', a: 0, b: 0.001 })).toEqual({ change: null, z: null, movement: 'up' });
    expect(differenceOf({ kind: 'values', a: 0, b: 0 }).movement).toBe('level');
    expect(differenceOf({ kind: 'values', a: -10, b: -8 })).toEqual({ change: 20, z: null, movement: 'up' });
    expect(differenceOf({ kind: 'values', a: 10, b: 10, tolerance: 0 }).movement).toBe('level');
    expect(differenceOf({ kind: 'values', a: 10, b: 10.1, tolerance: 0 }).movement).toBe('up');
  });

  it('of counts turned about is the same the other way', () => {
    const count = fc.integer({ min: 0, max: 100_000 });
    const exposure = fc.integer({ min: 1, max: 1000 });
    fc.assert(
      fc.property(count, count, exposure, exposure, (a, b, ea, eb) => {
        const there = differenceOf({ kind: 'counts', a, b, exposures: [ea, eb] });
        const back = differenceOf({ kind: 'counts', a: b, b: a, exposures: [eb, ea] });
        expect(back.movement).toBe({ up: 'down', down: 'up', level: 'level' }[there.movement]);
        expect(Math.abs((there.z ?? 0) + (back.z ?? 0))).toBeLessThan(1e-6);
      }),
    );
  });
});

describe('direction of travel', () => {
  it('is the movement read by polarity', () => {
    expect([travelOf('up', 'higher'), travelOf('up', 'lower'), travelOf('up', 'context'), travelOf('level', 'lower'), travelOf('down', 'lower'), travelOf('level', 'context')]).toEqual([
      'improving', 'worsening', 'changed', 'level', 'improving', 'level',
    ]);
  });
});

describe('rounding', () => {
  it('goes half away from zero, and has no minus nought', () => {
    expect([rounded(2.25, 1), rounded(-2.25, 1), rounded(1.005, 2), rounded(-0.04, 1), rounded(-8.184, 1)]).toEqual([2.3, -2.3, 1.01, 0, -8.2]);
    expect(Object.is(rounded(-0.04, 1), 0)).toBe(true);
  });
});
