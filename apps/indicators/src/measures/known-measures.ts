import type { MeasureUnit, Polarity } from '@concordat/contracts-indicators';

/**
 * Which way is better, for measures that partnerships print by these names. A count of reports is `context` where more
 * reports may be good news; anything else is `context` until somebody says.
 */
const KNOWN: readonly (readonly [pattern: RegExp, polarity: Polarity])[] = [
  [/^% ?reduction/i, 'higher'],
  [/repeat incidents|referrals? (to|received)|hate|domestic abuse$/i, 'context'],
  [/(agree|feel|believe|think) that the police|successfully dealing/i, 'higher'],
  [/victims?( and survivors)? supported|programmes completed|therapeutic support/i, 'higher'],
  [/crime|burglary|violence with injury|re-offending|first time entrants|victim of anti-social/i, 'lower'],
];

export const knownPolarity = (name: string): Polarity => KNOWN.find(([pattern]) => pattern.test(name))?.[1] ?? 'context';

/** The unit that a measure's name and values tell of. */
export function inferredUnit(name: string, values: readonly { value: number; sign: '%' | '£' | null }[]): MeasureUnit {
  if (values.some(({ sign }) => sign === '%') || name.trim().startsWith('%')) return 'percentage';
  if (values.some(({ sign }) => sign === '£') || /\bgbp\b/i.test(name)) return 'money';
  if (/\brate\b|\bper 1,?000\b|\bper 1000\b/i.test(name)) return 'rate';
  return values.every(({ value }) => Number.isInteger(value) && value >= 0) ? 'count' : 'score';
}
