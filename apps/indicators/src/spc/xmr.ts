import type { Assurance, ChartMeaning, ChartRule, Polarity } from '@concordat/contracts-indicators';
import { isLess, isMore, isSame, mean } from '../statistics/equality.js';

/** Control limits of a part of a chart, from its mean and mean moving range. */
export interface Limits {
  mean: number;
  lower: number;
  upper: number;
  nearLower: number;
  nearUpper: number;
}

export interface ChartPoint {
  value: number;
  /** null in a part that is too short. */
  limits: Limits | null;
  rule: ChartRule;
  meaning: ChartMeaning;
}

export interface ChartOptions {
  polarity: Polarity;
  /** Indices of the first points under new limits, each with new moving ranges and new runs. */
  rebases?: readonly number[];
  /** Whether outlying moving ranges are left out of their mean; true unless given. */
  screen?: boolean;
}

/** Fewest points of a part that has limits. */
export const SHORTEST_PART = 10;

const RUN = 7;
/** 3 / d₂ for moving ranges of two points (d₂ = 1.128). */
const LIMIT_FACTOR = 2.66;
/** D₄ for moving ranges of two points. */
const SCREEN_FACTOR = 3.267;

/** An XmR chart by the rules of the NHS "making data count" method. Limits are not cut off at zero. */
export function xmrChart(values: readonly number[], options: ChartOptions): ChartPoint[] {
  const starts = [0, ...(options.rebases ?? []).filter((index) => index > 0 && index < values.length).toSorted((a, b) => a - b)];
  return starts.flatMap((start, part) => partOf(values.slice(start, starts[part + 1]), options));
}

function partOf(values: readonly number[], { polarity, screen = true }: ChartOptions): ChartPoint[] {
  if (values.length < SHORTEST_PART) return values.map((value) => ({ value, limits: null, rule: 'too-short', meaning: 'too-short' }));
  const limits = limitsOf(values, screen);
  const trends = trendsOf(values);
  const pairs = nearLimitPairs(values, limits);
  const shifts = shiftsOf(values, limits);
  return values.map((value, index) => {
    const trend = trends[index];
    const isHigh = isMore(value, limits.mean);
    if (isBeyond(value, limits)) return { value, limits, rule: 'outside', meaning: meaningOf(isHigh, polarity) };
    if (trend) return { value, limits, rule: 'trend', meaning: meaningOf(trend === 'rising', polarity) };
    if (pairs[index]) return { value, limits, rule: 'two-in-three', meaning: meaningOf(isHigh, polarity) };
    if (shifts[index]) return { value, limits, rule: 'shift', meaning: meaningOf(isHigh, polarity) };
    return { value, limits, rule: 'common', meaning: 'common' };
  });
}

export function limitsOf(values: readonly number[], screen: boolean): Limits {
  const centre = mean(values);
  const ranges = values.slice(1).map((value, index) => Math.abs(value - (values[index] ?? value)));
  const meanRange = mean(ranges);
  const kept = screen && meanRange > 0 ? ranges.filter((range) => isLess(range, SCREEN_FACTOR * meanRange)) : ranges;
  const distance = LIMIT_FACTOR * mean(kept);
  const near = (distance * 2) / 3;
  return { mean: centre, lower: centre - distance, upper: centre + distance, nearLower: centre - near, nearUpper: centre + near };
}

const isBeyond = (value: number, limits: Limits): boolean => isMore(value, limits.upper) || isLess(value, limits.lower);

const sideOf = (value: number, centre: number): -1 | 0 | 1 => (isMore(value, centre) ? 1 : isLess(value, centre) ? -1 : 0);

/** The direction of each point's trend, if it is in one; of two trends that share a point, the later gives it. */
function trendsOf(values: readonly number[]): ('rising' | 'falling' | undefined)[] {
  const trends: ('rising' | 'falling' | undefined)[] = values.map(() => undefined);
  for (let start = 0; start + RUN <= values.length; start++) {
    const run = values.slice(start, start + RUN);
    const follows = (compare: (later: number, earlier: number) => boolean): boolean =>
      run.every((value, index) => index === 0 || compare(value, run[index - 1] ?? value));
    if (follows(isMore)) trends.fill('rising', start, start + RUN);
    else if (follows(isLess)) trends.fill('falling', start, start + RUN);
  }
  return trends;
}

/** Points between near limit and limit of which there are two among three consecutive points on one side of the centre. */
function nearLimitPairs(values: readonly number[], limits: Limits): boolean[] {
  const isNear = (value: number): boolean => !isBeyond(value, limits) && (isMore(value, limits.nearUpper) || isLess(value, limits.nearLower));
  const marked = values.map(() => false);
  for (let start = 0; start + 3 <= values.length; start++) {
    const three = values.slice(start, start + 3);
    if (!onOneSide(three, limits.mean) || three.filter(isNear).length < 2) continue;
    three.forEach((value, index) => {
      if (isNear(value)) marked[start + index] = true;
    });
  }
  return marked;
}

function shiftsOf(values: readonly number[], limits: Limits): boolean[] {
  const marked = values.map(() => false);
  for (let start = 0; start + RUN <= values.length; start++) {
    if (onOneSide(values.slice(start, start + RUN), limits.mean)) marked.fill(true, start, start + RUN);
  }
  return marked;
}

/** A point on the centre is on neither side. */
function onOneSide(values: readonly number[], centre: number): boolean {
  const sides = values.map((value) => sideOf(value, centre));
  return sides[0] !== 0 && sides.every((side) => side === sides[0]);
}

function meaningOf(isHigh: boolean, polarity: Polarity): ChartMeaning {
  if (polarity === 'context') return isHigh ? 'high' : 'low';
  return isHigh === (polarity === 'higher') ? 'improvement' : 'concern';
}

/** Whether the process meets the target by itself: which side of the limits the target lies; on a limit, either may happen. */
export function assuranceOf(limits: Limits | null, target: number, polarity: Polarity): Assurance {
  if (limits === null || polarity === 'context') return 'none';
  const isOutside = !isSame(target, limits.lower) && !isSame(target, limits.upper) && (target < limits.lower || target > limits.upper);
  if (!isOutside) return 'inconsistent';
  const isAbove = target > limits.upper;
  return isAbove === (polarity === 'lower') ? 'consistent-pass' : 'consistent-fail';
}
