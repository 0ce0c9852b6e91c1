import {
  BROWSER_ADDRESS_HEADER,
  BROWSER_NAME_HEADER,
  accountLetter,
  changePassword,
  currentSession,
  giveSecondFactor,
  invitePerson,
  requestPasswordReset,
  setPassword,
  signIn,
  type AccountLetter,
} from '@concordat/contracts-partnership-registry';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openSealed } from '@concordat/platform-messaging';
import { eventually } from '@concordat/testing';
import { randomUUID } from 'node:crypto';
import { PASSWORD, startRegistry, type TestPartnership, type TestRegistry } from './registry.js';

const NEW_PASSWORD = 'lantern cobble thistle';

describe('letters about accounts', () => {
  let registry: TestRegistry;
  let partnership: TestPartnership;
  beforeAll(async () => {
    registry = await startRegistry();
    partnership = await registry.aPartnership();
  });
  afterAll(() => registry.close());

  const lettersTo = async (email: string): Promise<AccountLetter[]> => {
    const keys = { CONCORDAT_RECEIVING_KEY: { ...registry.surroundings.keys.receiving['notifications'].privateJwk, kty: 'EC' }, CONCORDAT_PUBLIC_KEYS: {} };
    const opened = await Promise.all((await registry.events('account.letter-wanted')).map(({ payload }) => openSealed(String(payload['letter']), accountLetter, keys)));
    return opened.filter((letter) => letter.email === email);
  };
  const kindsTo = async (email: string) => (await lettersTo(email)).map(({ kind }) => kind);
  const tokenTo = async (email: string, kind: AccountLetter['kind']) => (await lettersTo(email)).findLast((letter) => letter.kind === kind)?.token ?? '';
  const enter = (email: string, password: string) => registry.anonymous.call(signIn, { body: { email, password } });
  const ask = (email: string) => registry.anonymous.call(requestPasswordReset, { body: { email } });

  it('invite somebody to set their password, once, with a link that is hashed at rest and sealed on its way', async () => {
    const person = await registry.aPerson(partnership);
    const invited = await partnership.administrator.call(invitePerson, { params: { userId: person.id } });
    expect((Date.parse(invited.body.expiresAt) - Date.now()) / 3_600_000).toBeCloseTo(72, 1);
    const token = await tokenTo(person.email, 'invitation');
    expect(token.length).toBeGreaterThan(20);
    const stored = await registry.database.query<{ all: string }>(
      `select (select string_agg(v::text, ' ') from auth.verification v) || (select string_agg(o::text, ' ') from outbox o) || (select string_agg(a::text, ' ') from audit_entry a) as all`,
    );
    expect(stored[0]?.all).not.toContain(token);
    expect(stored[0]?.all).not.toContain(person.email);
    expect((await registry.anonymous.call(setPassword, { body: { token, password: PASSWORD } })).status).toBe(201);
    expect((await registry.anonymous.call(setPassword, { body: { token, password: NEW_PASSWORD } })).problem?.code).toBe('link-not-valid');
    expect((await enter(person.email, PASSWORD)).status).toBe(201);
    expect(await kindsTo(person.email)).toEqual(['invitation', 'password-changed']);
  });

  it('answer a request for a new password alike, with the same work, whether or not there is an account', async () => {
    const person = await registry.withPassword(partnership, await registry.aPerson(partnership));
    const work = () => registry.database.query<{ n: number }>(`select count(*)::int as n from outbox where type = 'passwords.reset'`);
    const before = (await work())[0]?.n ?? 0;
    // One letter, though the form comes twice.
    const idempotencyKey = randomUUID();
    for (const _ of [1, 2]) expect((await registry.anonymous.call(requestPasswordReset, { body: { email: 'twice@council.example' } }, { idempotencyKey })).status).toBe(201);
    expect((await work())[0]?.n).toBe(before + 1);
    const known = await ask(person.email.toUpperCase());
    const unknown = await ask('nobody@council.example');
    expect([known.status, known.body]).toEqual([unknown.status, unknown.body]);
    expect((await work())[0]?.n).toBe(before + 3);
    const queued = await registry.database.query<{ payload: string }>(`select payload::text from outbox where type = 'passwords.reset'`);
    expect(JSON.stringify(queued)).not.toMatch(/@|nobody/);
    await eventually(async () => expect(await kindsTo(person.email)).toContain('password-reset'));
    expect(await kindsTo('nobody@council.example')).toEqual([]);
    for (const address of [person.email, 'nobody@council.example']) {
      const statuses = [(await ask(address)).status, (await ask(address)).status, (await ask(address)).status];
      expect(statuses).toEqual([201, 201, 429]);
    }
  });

  it('reset a password for an hour: sessions end, and the second factor is asked all the same', async () => {
    const person = await registry.withPassword(partnership, await registry.aPerson(partnership));
    const session = registry.inSession(await registry.signIn(person.email));
    await ask(person.email);
    await eventually(async () => expect(await kindsTo(person.email)).toContain('password-reset'));
    const token = await tokenTo(person.email, 'password-reset');
    const [link] = await registry.database.query<{ minutes: number }>(`select extract(epoch from "expiresAt" - now())::float / 60 as minutes from auth.verification where value = $1`, [person.id]);
    expect(link?.minutes).toBeGreaterThan(58);
    expect(link?.minutes).toBeLessThanOrEqual(60);
    await registry.database.query(`update auth."user" set "twoFactorEnabled" = true where id = $1`, [person.id]);
    expect((await registry.anonymous.call(setPassword, { body: { token, password: NEW_PASSWORD } })).status).toBe(201);
    expect((await session.call(currentSession, {})).status).toBe(401);
    const { body } = await enter(person.email, NEW_PASSWORD);
    expect(body.stage).toBe('second-factor');
    expect((await registry.inSession(body.token).call(giveSecondFactor, { body: { code: '000000' } })).status).toBe(401);

    await ask(person.email);
    await eventually(async () => expect((await kindsTo(person.email)).filter((kind) => kind === 'password-reset')).toHaveLength(2));
    await registry.database.query(`update auth.verification set "expiresAt" = now() - interval '1 second' where value = $1`, [person.id]);
    expect((await registry.anonymous.call(setPassword, { body: { token: await tokenTo(person.email, 'password-reset'), password: PASSWORD } })).problem?.code).toBe('link-not-valid');
  });

  it('tell of a password that its owner changed with the one that they had, which ends their other sessions', async () => {
    const person = await registry.withPassword(partnership, await registry.aPerson(partnership));
    const [other, own] = [await registry.signIn(person.email), registry.inSession(await registry.signIn(person.email))];
    const change = (current: string, password: string) => own.call(changePassword, { body: { current, password } });
    expect((await change('not the password', NEW_PASSWORD)).problem?.code).toBe('wrong-credentials');
    expect((await change(PASSWORD, 'passwordpassword')).problem?.code).toBe('common-password');
    const changed = await change(PASSWORD, NEW_PASSWORD);
    expect((await registry.inSession(changed.body.token).call(currentSession, {})).body.stage).toBe('ready');
    expect((await registry.inSession(other).call(currentSession, {})).status).toBe(401);
    expect((await enter(person.email, PASSWORD)).status).toBe(401);
    expect((await enter(person.email, NEW_PASSWORD)).status).toBe(201);
    expect((await kindsTo(person.email)).filter((kind) => kind === 'password-changed')).toHaveLength(2);
  });

  it('tell of tries that failed, once a day and with the same work for an address that nobody has, and of a browser that is new', async () => {
    const person = await registry.withPassword(partnership, await registry.aPerson(partnership));
    const work = async () => (await registry.database.query(`select 1 from outbox where type = 'accounts.tell-of-attempts'`)).length;
    const from = (email: string, network: string, password = 'three wrong words') =>
      registry.anonymous.call(signIn, { body: { email, password } }, { headers: { [BROWSER_ADDRESS_HEADER]: network } });
    for (const [email, told] of [[person.email, 1], ['nobody.at.all@council.example', 2]] as const) {
      for (const network of ['192.0.2.1', '192.0.2.2']) for (let tries = 0; tries < 3; tries += 1) await from(email, network);
      expect(await work()).toBe(told);
    }
    const session = async (browser: string) => {
      const { body } = await from(person.email, '192.0.2.3', PASSWORD);
      expect((await registry.inSession(body.token).call(currentSession, {}, { headers: { [BROWSER_NAME_HEADER]: browser } })).status).toBe(200);
    };
    for (const browser of ['Firefox on Windows', 'Firefox on Windows', 'Chrome on Android', 'Firefox on Windows']) await session(browser);
    await eventually(async () => expect((await kindsTo(person.email)).filter((kind) => kind === 'sign-in-failed' || kind === 'new-browser').sort()).toEqual(['new-browser', 'sign-in-failed']));
  });
});
