import { ROLES } from '@concordat/contracts-protocol';
import { STANDINGS, type Holding, type Standing } from './cells.js';

/** What is too much for every run is asked in parts, one a day; all of it with `CONCORDAT_ACCESS=every`, and with `write`, which states what is found. */
export const ASKED = process.env['CONCORDAT_ACCESS'] ?? 'some';

const DAY_MS = 86_400_000;

/** One of so many, from this one on. */
export interface Part {
  now: number;
  of: number;
}

export const partOfToday = (of: number): Part => (ASKED === 'some' ? { now: Math.floor(Date.now() / DAY_MS) % of, of } : { now: 0, of: 1 });

/** By how much each row begins later than the one before: it shares no divisor with ten, so that ten rows that follow each other begin at ten places. */
const STRIDE = 7;
const WITHIN = STANDINGS.filter((standing) => standing !== 'elsewhere');

/**
 * Whether a cell of a row is among a day's. Of the roles and standings of one partnership each is asked in every ten rows of
 * a day, and each cell in one of ten days.
 */
export function isOfPart({ holding, standing }: { holding: Holding; standing: Standing }, row: number, { now, of }: Part): boolean {
  const place = ROLES.findIndex((role) => role === holding) * WITHIN.length + WITHIN.findIndex((one) => one === standing);
  return (place + row * STRIDE) % of === now;
}
