import { POLARITIES } from '@concordat/contracts-indicators';
import { differenceOf, travelOf, type Comparison } from '../movement/movement.js';
import { rounded } from '../statistics/equality.js';
import { numberOption } from './spc-command.js';
import { oneOf, UsageError, type Terminal } from './usage-error.js';

export interface CompareOptions {
  unit: string;
  polarity: string;
  exposure?: readonly [string, string];
  denominators?: readonly [string, string];
  tolerance?: string;
}

/** Prints the movement from the comparator A to the latest B as JSON. */
export function compareCommand(a: string, b: string, options: CompareOptions, terminal: Terminal): void {
  const polarity = oneOf(POLARITIES, options.polarity, '--polarity');
  const { change, z, movement } = differenceOf(comparisonOf(numberOption(a, 'A'), numberOption(b, 'B'), options));
  const answer = {
    change: change === null ? null : rounded(change, 1),
    z: z === null ? null : rounded(z, 2),
    movement,
    travel: travelOf(movement, polarity),
  };
  terminal.out(`${JSON.stringify(answer)}\n`);
}

function comparisonOf(a: number, b: number, options: CompareOptions): Comparison {
  const unit = oneOf(['count', 'percentage', 'rate', 'other'], options.unit, '--unit');
  const isTested = unit === 'count' || (unit === 'rate' && options.exposure !== undefined) || (unit === 'percentage' && options.denominators !== undefined);
  if (options.exposure !== undefined && unit !== 'count' && unit !== 'rate') throw new UsageError('--exposure is for counts and rates');
  if (options.denominators !== undefined && unit !== 'percentage') throw new UsageError('--denominators is for percentages');
  if (options.tolerance !== undefined && isTested) throw new UsageError('--tolerance is for values without a test');
  if (isTested && (a < 0 || b < 0)) throw new UsageError('a count is not less than nought');
  if (unit === 'percentage' && options.denominators !== undefined) {
    const denominators = pair(options.denominators, '--denominators');
    if (a > denominators[0] || b > denominators[1]) throw new UsageError('a numerator is not more than its denominator');
    return { kind: 'proportions', a, b, denominators };
  }
  if (isTested) return { kind: 'counts', a, b, ...(options.exposure && { exposures: pair(options.exposure, '--exposure') }) };
  const tolerance = options.tolerance === undefined ? undefined : numberOption(options.tolerance, '--tolerance');
  if (tolerance !== undefined && tolerance < 0) throw new UsageError('--tolerance is not less than nought');
  return { kind: 'values', a, b, ...(tolerance !== undefined && { tolerance }) };
}

function pair([first, second]: readonly [string, string], option: string): [number, number] {
  const numbers: [number, number] = [numberOption(first, option), numberOption(second, option)];
  if (numbers.some((number) => number <= 0)) throw new UsageError(`${option} takes two numbers above nought`);
  return numbers;
}
