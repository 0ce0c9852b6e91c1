import { randomInt } from 'node:crypto';

/** Without 0, 1, I and O, which are read as one another. */
const LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

const some = (count: number): string => Array.from({ length: count }, () => LETTERS.charAt(randomInt(LETTERS.length))).join('');

/**
 * What people see in place of an id, e.g. `YJ-7K3M-Q2`: random, so that it tells neither order nor number.
 * One in a thousand million; the table's unique constraint finds the rare pair.
 *
 * @param prefix two capital letters that name the kind, and tell nothing of what it is about
 */
export function newReference(prefix: string): string {
  if (!/^[A-Z]{2}$/.test(prefix)) throw new Error(`A reference begins with two capital letters, not "${prefix}"`);
  return `${prefix}-${some(4)}-${some(2)}`;
}
