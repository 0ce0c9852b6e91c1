import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { POLARITIES } from '@concordat/contracts-indicators';
import { FaultList, unreadable } from '../imports/fault.js';
import { assuranceOf, xmrChart } from '../spc/xmr.js';
import { readNumber } from '../values/value.js';
import { csvCell, oneOf, UsageError, type Terminal } from './usage-error.js';

export interface SpcOptions {
  polarity: string;
  target?: string;
  rebase?: string[];
  screen: boolean;
}

interface ReadNumber {
  /** As it stands in the file. */
  printed: string;
  value: number;
}

/** Prints the XmR chart of a file of one number a line as CSV. `-` is standard input. */
export async function spcCommand(file: string, options: SpcOptions, terminal: Terminal): Promise<void> {
  const polarity = oneOf(POLARITIES, options.polarity, '--polarity');
  const target = options.target === undefined ? null : numberOption(options.target, '--target');
  const numbers = await readNumbers(file);
  const rebases = (options.rebase ?? []).map((typed) => rebaseOption(typed, numbers.length));
  const points = xmrChart(numbers.map(({ value }) => value), { polarity, rebases, screen: options.screen });
  const lines = points.map(({ limits, rule, meaning }, index) => {
    const figures = limits === null ? ['', '', ''] : [limits.mean, limits.lower, limits.upper].map(sixPlaces);
    return [String(index), csvCell(numbers[index]?.printed ?? ''), ...figures, rule, meaning].join(',');
  });
  if (target !== null) lines.push(`assurance,${assuranceOf(points.at(-1)?.limits ?? null, target, polarity)}`);
  terminal.out(['index,value,mean,lower,upper,rule,meaning', ...lines, ''].join('\n'));
}

function sixPlaces(value: number): string {
  const printed = value.toFixed(6);
  return printed === '-0.000000' ? '0.000000' : printed;
}

export function numberOption(typed: string, option: string): number {
  const reading = readNumber(typed);
  if (reading.kind !== 'value') throw new UsageError(`${option} is a number, not "${typed}"`);
  return reading.value;
}

function rebaseOption(typed: string, length: number): number {
  const index = Number(typed);
  if (!/^\d+$/.test(typed) || index >= Math.max(length, 1)) throw new UsageError(`--rebase is the index of a point, 0 to ${Math.max(length, 1) - 1}, not "${typed}"`);
  return index;
}

/** @throws FaultyFilesError for lines that are no numbers */
async function readNumbers(file: string): Promise<ReadNumber[]> {
  const faults = new FaultList(file);
  const content = await (file === '-' ? text(process.stdin) : readFile(file, 'utf8')).catch((error: unknown) => {
    const problem = unreadable(error);
    if (problem === null) throw error;
    faults.add(1, 1, problem);
    return '';
  });
  const numbers = content.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/).flatMap((line, index): ReadNumber[] => {
    const reading = readNumber(line);
    if (reading.kind === 'unreadable') faults.add(index + 1, line.length - line.trimStart().length + 1, reading.problem);
    return reading.kind === 'value' ? [{ printed: line.trim(), value: reading.value }] : [];
  });
  faults.throwIfAny();
  return numbers;
}
