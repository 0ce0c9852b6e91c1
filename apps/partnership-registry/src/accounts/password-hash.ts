import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { Turns } from './turns.js';

/**
 * Exponent of scrypt's N (RFC 7914) for everybody's password. With r = 16 and p = 1 each guess takes 128 MB, and the work, of
 * the first setting in OWASP's Password Storage Cheat Sheet (N = 2^17, r = 8, p = 1).
 */
export const PASSWORD_COST = 16;
/** The least that tests may take instead, which set hundreds of passwords that nobody guards. */
export const LEAST_PASSWORD_COST = 8;
/** Of a hash that names none: as the accounts library makes them, and as they were made here when that was the cost. */
const UNNAMED_COST = 14;

const BLOCK_SIZE = 16;
const KEY_BYTES = 64;

/** Guesses that a process works out at the same time: of its four threads, which look up hosts and read files too, two are left. */
const GUESSES_AT_ONCE = 2;
/** Guesses in line: {@link Turns.for} says who guesses. */
export const guesses = new Turns(GUESSES_AT_ONCE);

function keyOf(password: string, salt: string, { cost, r = BLOCK_SIZE }: { cost: number; r?: number }): Promise<Buffer> {
  const N = 2 ** cost;
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, { N, r, p: 1, maxmem: 256 * N * r }, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}

function partsOf(hash: string): { salt: string; key: Buffer; cost: number } {
  const [, salt, key, cost] = /^([\da-f]+):([\da-f]+)(?::(\d{1,2}))?$/.exec(hash) ?? [];
  if (salt === undefined || key?.length !== 2 * KEY_BYTES) throw new Error('A password is not kept as hashPassword makes it');
  return { salt, key: Buffer.from(key, 'hex'), cost: cost === undefined ? UNNAMED_COST : Number(cost) };
}

/** The cost of a guess at the password that `hash` is of. */
export const costOf = (hash: string): number => partsOf(hash).cost;

/** The salt of `hash`, in hexadecimal. */
export const saltOf = (hash: string): string => partsOf(hash).salt;

/** A random salt, in hexadecimal. */
export const newSalt = (): string => randomBytes(16).toString('hex');

/** `salt:key:cost`, the first two in hexadecimal. */
export async function hashPassword(password: string, cost: number, salt = newSalt()): Promise<string> {
  const key = await guesses.take(() => keyOf(password, salt, { cost }));
  return `${salt}:${key.toString('hex')}:${cost}`;
}

/**
 * Whether `hash`, of this or of the library's making, is of `password`. That it is not takes as long to say of a hash of a
 * lower cost as of one of `cost`: the time tells nobody whose hash is old, nor that there is one.
 */
export async function isPasswordOf(hash: string, password: string, cost: number): Promise<boolean> {
  const kept = partsOf(hash);
  return guesses.take(async () => {
    const right = timingSafeEqual(kept.key, await keyOf(password, kept.salt, kept));
    if (!right && kept.cost < cost) await keyOf(password, kept.salt, restOf(kept.cost, cost));
    return right;
  });
}

/** What a guess at `lower` leaves of the work of one at `cost`, which is in proportion to N and r. */
const restOf = (lower: number, cost: number) => ({ cost, r: Math.round(BLOCK_SIZE * (1 - 2 ** (lower - cost))) });
