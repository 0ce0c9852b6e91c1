/** What is too much for every run is asked in parts, one a day; all of it with `CONCORDAT_ACCESS=every`, and with `write`, which states what is found. */
export const ASKED = process.env['CONCORDAT_ACCESS'] ?? 'some';

const DAY_MS = 86_400_000;

/** One of so many, from this one on. */
export interface Part {
  now: number;
  of: number;
}

export const partOfToday = (of: number): Part => (ASKED === 'some' ? { now: Math.floor(Date.now() / DAY_MS) % of, of } : { now: 0, of: 1 });
