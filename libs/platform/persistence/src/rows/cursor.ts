import { createHmac, createSecretKey, hkdfSync, timingSafeEqual, type KeyObject } from 'node:crypto';
import { InvalidInputError } from '@concordat/platform-errors';
import { z } from 'zod';

const scalar = z.union([z.string(), z.number(), z.boolean(), z.strictObject({ date: z.iso.datetime() })]);
const position = z.array(scalar);

export type CursorValue = string | number | boolean | Date;

const invalid = (): InvalidInputError => new InvalidInputError([{ path: 'query.after', message: 'Go back to the first page' }]);

/**
 * Makes the cursors of list pages and takes them back. A cursor carries the last row's sort values and a seal over
 * them, the list and its partnership: one that was changed, or belongs to another list, is refused.
 */
export class CursorSigner {
  readonly #key: KeyObject;

  constructor(secret: Buffer) {
    this.#key = createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', 'list-cursor', 32)));
  }

  /** @param list what the cursor belongs to: table, order, partnership */
  write(list: string, values: readonly CursorValue[]): string {
    const body = Buffer.from(JSON.stringify(values.map((value) => (value instanceof Date ? { date: value.toISOString() } : value))));
    return Buffer.concat([this.#seal(list, body), body]).toString('base64url');
  }

  /** @throws InvalidInputError for anything that {@link write} did not make for this list */
  read(list: string, cursor: string): CursorValue[] {
    const bytes = Buffer.from(cursor, 'base64url');
    const body = bytes.subarray(16);
    if (bytes.length < 18 || bytes.toString('base64url') !== cursor) throw invalid();
    if (!timingSafeEqual(bytes.subarray(0, 16), this.#seal(list, body))) throw invalid();
    return position.parse(JSON.parse(body.toString())).map((value) => (typeof value === 'object' ? new Date(value.date) : value));
  }

  #seal(list: string, body: Buffer): Buffer {
    return createHmac('sha256', this.#key).update(`${list.length}:${list}`).update(body).digest().subarray(0, 16);
  }
}
