import { createHook } from 'node:async_hooks';
import { BROWSER_ADDRESS_HEADER, confirmIdentity, signIn } from '@concordat/contracts-partnership-registry';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@concordat/testing';
import { hashPassword as libraryHash } from 'better-auth/crypto';
import { Pool } from 'pg';
import { KeptPasswords } from '../src/accounts/kept-passwords.js';
import { PASSWORD, startRegistry, type TestPartnership, type TestRegistry } from './registry.js';

/** Above that of what the accounts library makes, and below what a process that serves people takes. */
const COST = 15;

describe('a password that is kept at a lower cost', () => {
  let registry: TestRegistry;
  let partnership: TestPartnership;
  let old: string;
  let person: { id: string; email: string };
  beforeAll(async () => {
    registry = await startRegistry({ CONCORDAT_PASSWORD_COST: String(COST) });
    partnership = await registry.aPartnership();
    old = await libraryHash(PASSWORD);
    person = await registry.withPassword(partnership, await registry.aPerson(partnership));
  });
  afterAll(() => registry.close());
  beforeEach(() => keep(old));

  const kept = async (): Promise<string | undefined> =>
    (await registry.database.query<{ password: string }>('select password from auth.account where "userId" = $1', [person.id]))[0]?.password;
  const keep = (hash: string) => registry.database.query('update auth.account set password = $2 where "userId" = $1', [person.id, hash]);
  const give = async (password: string): Promise<number> => (await registry.anonymous.call(signIn, { body: { email: person.email, password } })).status;

  it('is kept at the cost of today once it was given, and so once', async () => {
    const others = () => registry.database.query('select "userId", password from auth.account where "userId" <> $1 order by id', [person.id]);
    const before = await others();
    expect(await give(PASSWORD)).toBe(201);
    const raised = await kept();
    expect(raised).toMatch(new RegExp(`^[\\da-f]{32}:[\\da-f]{128}:${COST}$`));
    expect(await give(PASSWORD)).toBe(201);
    expect([await kept(), await others()]).toEqual([raised, before]);
  });

  it('stays as it is where another was given', async () => {
    expect(await give('three wrong words')).toBe(401);
    expect(await kept()).toBe(old);
  });

  it('is kept anew too when its owner says again who they are', async () => {
    const session = await registry.signIn(person.email);
    await keep(old);
    expect((await registry.inSession(session).call(confirmIdentity, { body: { password: PASSWORD } })).status).toBe(200);
    expect(await kept()).toMatch(/:15$/);
  });

  it('opens a session all the same where the database takes no other', async () => {
    await registry.database.query(`alter table auth.account add constraint no_other check (password not like '%:15') not valid`);
    try {
      expect(await give(PASSWORD)).toBe(201);
      expect(await kept()).toBe(old);
    } finally {
      await registry.database.query('alter table auth.account drop constraint no_other');
    }
  });

  it('is not put in the place of one that was chosen meanwhile', async () => {
    const changed = await libraryHash('lantern orchard pebble');
    await keep(changed);
    const pool = new Pool({ connectionString: registry.env['CONCORDAT_DATABASE_URL'], options: '-c search_path=auth' });
    try {
      expect(await new KeptPasswords(pool, COST).verify(old, PASSWORD)).toBe(true);
    } finally {
      await pool.end();
    }
    expect(await kept()).toBe(changed);
  });

  it('does not wait for all that are guessed from another address', async () => {
    const from = (address: string, email: string) => registry.anonymous.call(signIn, { body: { email, password: PASSWORD } }, { headers: { [BROWSER_ADDRESS_HEADER]: address } });
    const attempts = 16;
    let begun = 0;
    const hook = createHook({ init: (_id, type) => void (begun += type === 'SCRYPTREQUEST' ? 1 : 0) }).enable();
    try {
      const guessed = Promise.all(Array.from({ length: attempts }, (_, number) => from('192.0.2.1', `nobody.${number}@council.example`)));
      await eventually(() => expect(begun).toBeGreaterThan(0));
      expect((await from('192.0.2.2', person.email)).status).toBe(201);
      const before = begun;
      expect((await guessed).map(({ status }) => status)).toEqual(Array(attempts).fill(401));
      // Each of them costs two hashes: in the order in which they came, all had begun one before this address had its turn.
      expect(before).toBeLessThan(attempts);
      expect(begun).toBe(2 * attempts + 2);
    } finally {
      hook.disable();
    }
  });
});
