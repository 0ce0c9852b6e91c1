import { createSecretKey, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { decrypt, encrypt, SealBrokenError } from './encryption.js';

describe('a sealed value', () => {
  const key = createSecretKey(randomBytes(32));

  it('is never sealed twice alike: each has a nonce of its own', () => {
    const nonces = Array.from({ length: 2_000 }, () => encrypt(key, 'item/body', Buffer.from('same')).subarray(1, 13).toString('hex'));
    expect(new Set(nonces).size).toBe(nonces.length);
  });

  it('does not open when any of its bytes is another, nor cut, and says no more than that', () => {
    const sealed = encrypt(key, 'item/body', Buffer.from('what was said'));
    expect(decrypt(key, 'item/body', sealed).toString()).toBe('what was said');
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => decrypt(key, 'item/body', changed)).toThrow(SealBrokenError);
      expect(() => decrypt(key, 'item/body', sealed.subarray(0, at))).toThrow(SealBrokenError);
    }
  });
});
