import { createHook } from 'node:async_hooks';
import { scryptSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { hashPassword as libraryHash } from 'better-auth/crypto';
import { costOf, hashPassword, isPasswordOf, LEAST_PASSWORD_COST, PASSWORD_COST } from './password-hash.js';

const PASSWORD = 'härbour violin thimble';
const WRONG = 'three wrong words';

/** Milliseconds of processors that this process spent on `work`. */
async function spentOn(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** How many guesses were worked out together at most while `work` went on. */
async function mostAtOnce(work: () => Promise<unknown>): Promise<number> {
  const going = new Set<number>();
  let most = 0;
  const hook = createHook({
    init: (id, type) => {
      if (type === 'SCRYPTREQUEST') most = Math.max(most, going.add(id).size);
    },
    before: (id) => void going.delete(id),
  }).enable();
  try {
    await work();
    return most;
  } finally {
    hook.disable();
  }
}

describe('what is kept of a password', () => {
  it('costs the memory and the work that OWASP advises, or more', async () => {
    // Password Storage Cheat Sheet: "N=2^17 (128 MiB), r=8 (1024 bytes), p=1".
    const advised = { N: 2 ** 17, r: 8, p: 1 };
    const ours = { N: 2 ** 16, r: 16, p: 1 };
    const [salt = '', key, cost] = (await hashPassword(PASSWORD, PASSWORD_COST)).split(':');
    expect(scryptSync(PASSWORD.normalize('NFKC'), salt, 64, { ...ours, maxmem: 2 ** 28 }).toString('hex')).toBe(key);
    expect([2 ** Number(cost), salt.length]).toEqual([ours.N, 32]);
    expect(128 * ours.N * ours.r).toBeGreaterThanOrEqual(128 * advised.N * advised.r);
    expect(ours.N * ours.r * ours.p).toBeGreaterThanOrEqual(advised.N * advised.r * advised.p);
  });

  it('names its cost, and is of one password alone', async () => {
    const made = await hashPassword(PASSWORD, LEAST_PASSWORD_COST);
    expect(made).toMatch(/^[\da-f]{32}:[\da-f]{128}:8$/);
    for (const cost of [LEAST_PASSWORD_COST, LEAST_PASSWORD_COST + 2]) {
      expect(await isPasswordOf(made, PASSWORD, cost)).toBe(true);
      expect(await isPasswordOf(made, 'harbour violin thimble', cost)).toBe(false);
    }
    expect(await isPasswordOf(made, PASSWORD.normalize('NFD'), LEAST_PASSWORD_COST)).toBe(true);
    await expect(isPasswordOf('nonsense', PASSWORD, LEAST_PASSWORD_COST)).rejects.toThrow('not kept as');
  });

  it('is of 2^14 where it names no cost, as the accounts library makes it', async () => {
    const made = await libraryHash(PASSWORD);
    expect(made).toMatch(/^[\da-f]{32}:[\da-f]{128}$/);
    expect(costOf(made)).toBe(14);
    expect([await isPasswordOf(made, PASSWORD, PASSWORD_COST), await isPasswordOf(made, WRONG, PASSWORD_COST)]).toEqual([true, false]);
  });

  it('takes as long to refuse when it is of a lower cost, and as when there is none', async () => {
    const [old, today] = [await hashPassword(PASSWORD, PASSWORD_COST - 2), await hashPassword(PASSWORD, PASSWORD_COST)];
    const refuse = (hash: string) => spentOn(() => isPasswordOf(hash, WRONG, PASSWORD_COST));
    const spent = { old: [] as number[], today: [] as number[], none: [] as number[] };
    for (let round = 0; round < 3; round += 1) {
      spent.old.push(await refuse(old));
      spent.today.push(await refuse(today));
      spent.none.push(await spentOn(() => hashPassword(WRONG, PASSWORD_COST)));
    }
    const [none, ...others] = [spent.none, spent.today, spent.old].map((times) => Math.min(...times));
    for (const time of others) {
      // Without the rest of the work it would be 0.25, and with two guesses 2; a machine that others use is no clock for less.
      expect(time / none!).toBeGreaterThan(0.6);
      expect(time / none!).toBeLessThan(1.6);
    }
  });

  it('is worked out for two at once, and the others wait', async () => {
    const made = await hashPassword(PASSWORD, LEAST_PASSWORD_COST);
    const several = (guess: () => Promise<unknown>) => mostAtOnce(() => Promise.all(Array.from({ length: 5 }, guess)));
    expect(await several(() => hashPassword(PASSWORD, LEAST_PASSWORD_COST))).toBe(2);
    expect(await several(() => isPasswordOf(made, WRONG, LEAST_PASSWORD_COST + 2))).toBe(2);
  });
});
