import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { networkOf } from './networks.js';

describe('the network of an address', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::ffff:cb00:7107', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::'],
    ['2001:0DB8:0001:0002::', '2001:db8:1:2::'],
    ['2001:db8:1:3::1', '2001:db8:1:3::'],
    ['::1', '::'],
    ['fe80::1%eth0', 'fe80::'],
    ['nobody', 'nobody'],
  ])('of %s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  it('is one for all addresses of a network, and another for those of another', () => {
    const part = fc.integer({ min: 0, max: 0xffff }).map((number) => number.toString(16));
    const parts = (count: number) => fc.array(part, { minLength: count, maxLength: count });
    fc.assert(
      fc.property(parts(4), parts(4), parts(4), part, (network, one, other, next) => {
        fc.pre(network[0] !== '0');
        const of = (words: readonly string[]): string => networkOf(words.join(':'));
        expect(of([...network, ...one])).toBe(of([...network, ...other]));
        if (next !== network[3]) expect(of([...network.slice(0, 3), next, ...one])).not.toBe(of([...network, ...one]));
      }),
    );
  });
});
