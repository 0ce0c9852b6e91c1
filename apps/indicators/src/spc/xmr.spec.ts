import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assuranceOf, limitsOf, xmrChart, type ChartOptions } from './xmr.js';

const steady = [10, 12, 11, 9, 10, 11, 12, 10, 9, 11, 10, 12];
const rules = (values: number[], options: Partial<ChartOptions> = {}) => xmrChart(values, { polarity: 'lower', ...options }).map(({ rule }) => rule);
const meanings = (values: number[], options: Partial<ChartOptions> = {}) => xmrChart(values, { polarity: 'lower', ...options }).map(({ meaning }) => meaning);

describe('XmR charts', () => {
  it('have limits of 2.66 mean moving ranges about the mean', () => {
    const limits = limitsOf([1, 3, 2, 4, 3, 5, 4, 6, 5, 7], true);
    expect(limits.mean).toBeCloseTo(4, 12);
    expect(limits.upper).toBeCloseTo(4 + 2.66 * (14 / 9), 12);
    expect(limits.lower).toBeCloseTo(4 - 2.66 * (14 / 9), 12);
    expect(limits.nearUpper).toBeCloseTo(4 + (2 / 3) * 2.66 * (14 / 9), 12);
  });

  it('leave outlying moving ranges out of their mean, unless told not to', () => {
    const values = [...steady, 60, ...steady];
    const screened = limitsOf(values, true);
    const whole = limitsOf(values, false);
    expect(screened.upper - screened.lower).toBeLessThan(whole.upper - whole.lower);
    expect(rules(values)[12]).toBe('outside');
    expect(limitsOf(Array<number>(12).fill(5), true)).toMatchObject({ mean: 5, lower: 5, upper: 5 });
  });

  it('are too short under ten points, and so is each part of a rebase', () => {
    expect(rules(steady.slice(0, 9))).toEqual(Array(9).fill('too-short'));
    const chart = xmrChart([...steady, 5, 6, 5], { polarity: 'lower', rebases: [12] });
    expect(chart.slice(12).map(({ limits, rule }) => [limits, rule])).toEqual(Array(3).fill([null, 'too-short']));
    expect(chart[11]?.limits?.mean).toBeCloseTo(127 / 12, 12);
  });

  it('mark seven rising or falling points, and give a shared point the later direction', () => {
    const peak = [0, 10, 0, 10, 0, 1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1, 0, 10, 0, 10];
    const chart = xmrChart(peak, { polarity: 'context' });
    expect(chart.slice(4, 11).map(({ rule }) => rule)).toEqual(Array(7).fill('trend'));
    expect(chart.slice(4, 10).map(({ meaning }) => meaning)).toEqual(Array(6).fill('high'));
    expect(chart.slice(10, 17).map(({ meaning }) => meaning)).toEqual(Array(7).fill('low'));
  });

  it('mark seven points on one side of the centre, which a point on it ends', () => {
    const values = [0, 20, 0, 20, 0, 20, 0, 12, 14, 12, 14, 12, 14, 12, 0, 20, 0, 20];
    const centre = values.reduce((sum, value) => sum + value, 0) / values.length;
    const found = rules(values);
    values.slice(7, 14).forEach((value, index) => {
      expect(value > centre).toBe(true);
      expect(found[7 + index]).toBe('shift');
    });
    const ended = [2, -2, 2, -2, 2, -2, 1, 2, 1, 0, 1, 2, 1, -2, 2, -2, -2, -4];
    expect(ended.reduce((sum, value) => sum + value, 0)).toBe(0);
    expect(rules(ended)).not.toContain('shift');
  });

  it('mark two points near a limit among three on one side', () => {
    const values = [10, 12, 10, 12, 10, 12, 10, 12, 15, 15.2, 10, 12, 10, 8, 10, 8, 10, 8];
    const { nearUpper, upper } = limitsOf(values, true);
    expect(nearUpper).toBeLessThan(15);
    expect(upper).toBeGreaterThan(15.2);
    const found = xmrChart(values, { polarity: 'higher' });
    expect(found.slice(7, 11).map(({ rule }) => rule)).toEqual(['common', 'two-in-three', 'two-in-three', 'common']);
    expect(found[8]?.meaning).toBe('improvement');
  });

  it('read special causes by polarity', () => {
    const values = [...steady, 60];
    expect(meanings(values, { polarity: 'lower' })[12]).toBe('concern');
    expect(meanings(values, { polarity: 'higher' })[12]).toBe('improvement');
    expect(meanings(values, { polarity: 'context' })[12]).toBe('high');
    expect(meanings([...steady, -60], { polarity: 'lower' })[12]).toBe('improvement');
  });

  it('compare a target with the limits', () => {
    const limits = limitsOf(steady, true);
    expect(assuranceOf(limits, limits.upper + 1, 'lower')).toBe('consistent-pass');
    expect(assuranceOf(limits, limits.upper + 1, 'higher')).toBe('consistent-fail');
    expect(assuranceOf(limits, limits.lower - 1, 'higher')).toBe('consistent-pass');
    expect(assuranceOf(limits, limits.lower - 1, 'lower')).toBe('consistent-fail');
    expect(assuranceOf(limits, limits.upper, 'lower')).toBe('inconsistent');
    expect(assuranceOf(limits, limits.mean, 'higher')).toBe('inconsistent');
    expect(assuranceOf(limits, limits.upper + 1, 'context')).toBe('none');
    expect(assuranceOf(null, 1, 'lower')).toBe('none');
  });

  const series = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 10, maxLength: 60 });
  const polarity = fc.constantFrom('lower' as const, 'higher' as const, 'context' as const);

  it('mark the same points when every value is moved and scaled alike', () => {
    fc.assert(
      fc.property(series, polarity, fc.integer({ min: -100, max: 100 }), fc.constantFrom(2, 4, 0.5), (values, way, shift, scale) => {
        const marks = (list: number[]) => xmrChart(list, { polarity: way }).map(({ rule, meaning }) => [rule, meaning]);
        expect(marks(values.map((value) => value * scale + shift * scale))).toEqual(marks(values));
      }),
    );
  });

  it('turn high into low, and trade improvement for concern, when every value is turned about', () => {
    const turned = { high: 'low', low: 'high', improvement: 'concern', concern: 'improvement', common: 'common', 'too-short': 'too-short' } as const;
    fc.assert(
      fc.property(series, polarity, (values, way) => {
        const chart = xmrChart(values, { polarity: way });
        const mirror = xmrChart(values.map((value) => -value), { polarity: way });
        expect(mirror.map(({ rule, meaning }) => [rule, meaning])).toEqual(chart.map(({ rule, meaning }) => [rule, turned[meaning]]));
      }),
    );
  });

  it('treat each part of a rebase as a chart of its own', () => {
    fc.assert(
      fc.property(series, series, polarity, (first, second, way) => {
        const whole = xmrChart([...first, ...second], { polarity: way, rebases: [first.length] });
        expect(whole).toEqual([...xmrChart(first, { polarity: way }), ...xmrChart(second, { polarity: way })]);
      }),
    );
  });
});
