/**
 * Figures are computed in double precision, so that the same sum in another order differs in its last digits:
 * two numbers within 10⁻⁹ of each other, relative to the larger, are equal.
 */
export const isSame = (a: number, b: number): boolean => a === b || Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));

export const isLess = (a: number, b: number): boolean => a < b && !isSame(a, b);

export const isMore = (a: number, b: number): boolean => isLess(b, a);

/** `value` to `places` decimal places, half away from zero; never −0. */
export function rounded(value: number, places: number): number {
  const scale = 10 ** places;
  const magnitude = Math.abs(value) * scale;
  const up = Math.ceil(magnitude);
  // 2.25 may be held as 2.2499999999999996: what equals the half goes up with it.
  const whole = isSame(magnitude, Math.floor(magnitude) + 0.5) ? up : Math.round(magnitude);
  return whole === 0 ? 0 : (Math.sign(value) * whole) / scale;
}

export const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Middle value, or the mean of the two middle ones. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  const lower = sorted[sorted.length % 2 === 0 ? middle - 1 : middle];
  if (upper === undefined || lower === undefined) throw new RangeError('a median needs at least one value');
  return (lower + upper) / 2;
}
