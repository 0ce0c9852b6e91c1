import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** Exponent of scrypt's N (RFC 7914) for everybody's password: with r = 16 and p = 1, 32 MB for each guess. */
export const PASSWORD_COST = 14;
/** The least that tests may take instead, which set hundreds of passwords that nobody guards. */
export const LEAST_PASSWORD_COST = 8;

const BLOCK_SIZE = 16;
const KEY_BYTES = 64;

function keyOf(password: string, salt: string, cost: number): Promise<Buffer> {
  const N = 2 ** cost;
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, { N, r: BLOCK_SIZE, p: 1, maxmem: 256 * N * BLOCK_SIZE }, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}

/** `salt:key` in hexadecimal, as the accounts library keeps passwords; a cost other than {@link PASSWORD_COST} is named behind them. */
export async function hashPassword(password: string, cost: number): Promise<string> {
  const salt = randomBytes(16).toString('hex');
  const hash = `${salt}:${(await keyOf(password, salt, cost)).toString('hex')}`;
  return cost === PASSWORD_COST ? hash : `${hash}:${cost}`;
}

/** Whether `hash`, of this or of the library's making, is of `password`. */
export async function isPasswordOf(hash: string, password: string): Promise<boolean> {
  const [salt = '', key = '', cost = PASSWORD_COST] = hash.split(':');
  const kept = Buffer.from(key, 'hex');
  if (salt === '' || kept.length !== KEY_BYTES) throw new Error('A password is not kept as hashPassword makes it');
  return timingSafeEqual(kept, await keyOf(password, salt, Number(cost)));
}
