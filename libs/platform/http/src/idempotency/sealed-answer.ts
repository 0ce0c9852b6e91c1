import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

const NONCE = 12;
const TAG = 16;

/*
 * An answer may hold personal values, and outlives neither a day nor its subject's key if nobody can read it: it is
 * encrypted under the caller's idempotency key, of which only a hash is kept.
 */

export function keyHash(key: string): Buffer {
  return createHash('sha256').update('idempotency-key\n').update(key).digest();
}

/** What was asked: the address and the parsed body, as they came. */
export function requestHash(url: string, body: unknown): Buffer {
  return createHash('sha256').update(url).update('\n').update(JSON.stringify([body])).digest();
}

export function sealAnswer(key: string, place: string, answer: unknown): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', secretOf(key, place), nonce).setAAD(Buffer.from(place));
  const sealed = Buffer.concat([cipher.update(JSON.stringify({ answer }), 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

export function openAnswer(key: string, place: string, kept: Buffer): unknown {
  const decipher = createDecipheriv('aes-256-gcm', secretOf(key, place), kept.subarray(0, NONCE))
    .setAAD(Buffer.from(place))
    .setAuthTag(kept.subarray(NONCE, NONCE + TAG));
  const plain = Buffer.concat([decipher.update(kept.subarray(NONCE + TAG)), decipher.final()]).toString('utf8');
  const opened: unknown = JSON.parse(plain);
  return typeof opened === 'object' && opened !== null && 'answer' in opened ? opened.answer : undefined;
}

function secretOf(key: string, place: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, place, 'concordat idempotent answer', 32));
}
