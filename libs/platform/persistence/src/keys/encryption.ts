import { createCipheriv, createDecipheriv, randomBytes, type KeyObject } from 'node:crypto';

const VERSION = 1;
const NONCE = 12;
const TAG = 16;

/** The ciphertext was changed, or is not of this place and key. */
export class SealBrokenError extends Error {
  constructor() {
    super('A sealed value does not open at this place: it was changed, moved, or sealed under another key');
    this.name = 'SealBrokenError';
  }
}

/**
 * AES-256-GCM: one byte of version, 12 of nonce, 16 of tag, then the ciphertext. `context` is authenticated, not kept.
 *
 * @param key as Node keeps it: one in bytes is taken over anew for each value, at several times the cost of opening it
 */
export function encrypt(key: KeyObject, context: string, plain: Buffer): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.from([VERSION]), nonce, cipher.getAuthTag(), body]);
}

/** @throws SealBrokenError unless `sealed` was made by {@link encrypt} with the same key and context */
export function decrypt(key: KeyObject, context: string, sealed: Uint8Array): Buffer {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  if (bytes[0] !== VERSION || bytes.length < 1 + NONCE + TAG) throw new SealBrokenError();
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(1, 1 + NONCE), { authTagLength: TAG })
    .setAAD(Buffer.from(context))
    .setAuthTag(bytes.subarray(1 + NONCE, 1 + NONCE + TAG));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(1 + NONCE + TAG)), decipher.final()]);
  } catch {
    throw new SealBrokenError();
  }
}
