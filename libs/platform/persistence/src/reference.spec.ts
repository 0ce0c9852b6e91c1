import { describe, expect, it } from '@jest/globals';
import { reference } from '@concordat/contracts-protocol';
import { newReference } from './reference.js';

describe('newReference', () => {
  it('is what the contracts call a reference, without letters that read alike, and not the same twice', () => {
    const made = Array.from({ length: 2000 }, () => newReference('YJ'));
    expect(made.every((one) => reference.safeParse(one).success)).toBe(true);
    expect(made.some((one) => /[01IO]/.test(one.slice(2)))).toBe(false);
    expect(new Set(made).size).toBe(made.length);
  });

  it('refuses a prefix that is not two capital letters', () => expect(() => newReference('case')).toThrow(/two capital letters/));
});
