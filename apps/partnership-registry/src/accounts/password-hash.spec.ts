import { describe, expect, it } from '@jest/globals';
import { hashPassword as libraryHash, verifyPassword as libraryVerify } from 'better-auth/crypto';
import { hashPassword, isPasswordOf, LEAST_PASSWORD_COST, PASSWORD_COST } from './password-hash.js';

const PASSWORD = 'härbour violin thimble';

describe('what is kept of a password', () => {
  it('is what the accounts library keeps, so that either knows what the other made', async () => {
    const made = await hashPassword(PASSWORD, PASSWORD_COST);
    expect(made).toMatch(/^[\da-f]{32}:[\da-f]{128}$/);
    expect(await libraryVerify({ hash: made, password: PASSWORD })).toBe(true);
    expect(await isPasswordOf(await libraryHash(PASSWORD), PASSWORD)).toBe(true);
  });

  it('names another cost, and is of one password alone', async () => {
    const made = await hashPassword(PASSWORD, LEAST_PASSWORD_COST);
    expect(made).toMatch(/^[\da-f]{32}:[\da-f]{128}:8$/);
    expect(await isPasswordOf(made, PASSWORD)).toBe(true);
    expect(await isPasswordOf(made, 'harbour violin thimble')).toBe(false);
    expect(await isPasswordOf(made, PASSWORD.normalize('NFD'))).toBe(true);
    await expect(isPasswordOf('nonsense', PASSWORD)).rejects.toThrow('not kept as');
  });
});
