import {
  addPasskey,
  addPasskeyByLink,
  addPerson,
  askForPasskey,
  beginPasskey,
  beginPasskeyByLink,
  beginSecondFactor,
  changePassword,
  confirmIdentity,
  createPasswordLink,
  currentSession,
  endSessions,
  givePasskey,
  issueTokens,
  listPasskeys,
  readAccountLink,
  removePasskey,
  resetSecondFactor,
  getPerson,
  closeAccount,
  signIn,
  signInWithPasskey,
  type Person,
} from '@concordat/contracts-partnership-registry';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SoftPasskey, type RouteClient } from '@concordat/testing';
import { challengeKey, sealChallenge } from '../src/accounts/passkeys/sealed-challenge.js';
import { randomBytes, randomUUID } from 'node:crypto';
import { exemptFromSecondFactor } from '../src/provision.js';
import { PASSWORD, startRegistry, type TestPartnership, type TestRegistry } from './registry.js';

const ORIGIN = 'https://concordat.example';

describe('passkeys', () => {
  let registry: TestRegistry;
  let partnership: TestPartnership;
  let person: Person;

  beforeAll(async () => {
    registry = await startRegistry({ CONCORDAT_REQUIRE_SECOND_FACTOR: 'true', CONCORDAT_WEB_URL: `${ORIGIN}/` });
    partnership = await registry.aPartnership();
    await registry.database.query('delete from installation');
    await exemptFromSecondFactor(registry.env, [partnership.email]);
  });
  afterAll(() => registry.close());
  beforeEach(async () => {
    person = await registry.withPassword(partnership, await registry.aPerson(partnership));
  });

  const password = async () => (await registry.anonymous.call(signIn, { body: { email: person.email, password: PASSWORD } })).body;
  const begun = async (): Promise<RouteClient> => registry.inSession((await password()).token);
  const ask = async () => (await registry.anonymous.call(askForPasskey, {})).body;
  const show = async (passkey: SoftPasskey, faults?: Parameters<SoftPasskey['shown']>[1]) => {
    const { options, challenge } = await ask();
    return { challenge, passkey: passkey.shown(options.challenge, faults) };
  };
  const add = async (session: RouteClient, passkey = new SoftPasskey(ORIGIN), faults: Parameters<SoftPasskey['made']>[1] = {}) => {
    const { options, challenge } = (await session.call(beginPasskey, {})).body;
    return { passkey, added: await session.call(addPasskey, { body: { name: 'Work laptop', challenge, passkey: passkey.made(options.challenge, faults) } }) };
  };
  /** Somebody whose second factor is a passkey, with a session that lacks nothing. */
  const withPasskey = async () => {
    const { passkey, added } = await add(await begun());
    return { passkey, session: registry.inSession(added.body.token) };
  };

  it('are made in place of an app by who has only a password, and end what began with it alone', async () => {
    const other = await begun();
    const first = await password();
    expect(first.stage).toBe('set-up-second-factor');
    const { added: { body, status } } = await add(registry.inSession(first.token));
    expect([status, body.stage]).toEqual([201, 'ready']);
    for (const session of [other, registry.inSession(first.token)]) expect((await session.call(currentSession, {})).status).toBe(401);
    const session = registry.inSession(body.token);
    expect((await session.call(issueTokens, { body: { audiences: ['jag-cases'] } })).status).toBe(200);
    expect((await session.call(listPasskeys, {})).body.items).toEqual([expect.objectContaining({ name: 'Work laptop', lastUsedAt: null })]);
    expect((await partnership.administrator.call(getPerson, { params: { userId: person.id } })).body.secondFactor).toBe('on');
    expect(await registry.events('account.letter-wanted')).toEqual(expect.arrayContaining([expect.objectContaining({ aggregate_id: person.id })]));
  });

  it('are made in place of a password by who was invited, once, and never with a link alone by who has one already', async () => {
    const invited = await registry.aPerson(partnership);
    const link = async (of: Person) => (await partnership.administrator.call(createPasswordLink, { params: { userId: of.id } })).body.token;
    const by = async (token: string, passkey: SoftPasskey, faults: Parameters<SoftPasskey['made']>[1] = {}) => {
      const { options, challenge } = (await registry.anonymous.call(beginPasskeyByLink, { body: { token } })).body;
      return registry.anonymous.call(addPasskeyByLink, { body: { token, name: 'Phone', challenge, passkey: passkey.made(options.challenge, faults) } });
    };
    const token = await link(invited);
    expect((await registry.anonymous.call(readAccountLink, { body: { token } })).body).toEqual({ name: invited.name, passkey: true, organisations: [] });
    const passkey = new SoftPasskey(ORIGIN);
    expect((await by(token, passkey, { verified: false })).problem?.code).toBe('passkey-not-taken');
    const joined = await by(token, passkey);
    expect([joined.status, joined.body.stage]).toEqual([201, 'ready']);
    expect((await registry.inSession(joined.body.token).call(currentSession, {})).body).toMatchObject({ user: { id: invited.id }, secondFactors: ['passkey'] });
    expect((await registry.anonymous.call(signInWithPasskey, { body: await show(passkey) })).body.stage).toBe('ready');
    // The answer may have been lost: the same form opens a session for its sender, until the account's sessions are ended.
    const lost = await link(await registry.aPerson(partnership));
    const { options, challenge } = (await registry.anonymous.call(beginPasskeyByLink, { body: { token: lost } })).body;
    const form = { body: { token: lost, name: 'Phone', challenge, passkey: new SoftPasskey(ORIGIN).made(options.challenge) } };
    const send = (idempotencyKey: string) => registry.anonymous.call(addPasskeyByLink, form, { idempotencyKey });
    const key = randomUUID();
    const [one, two] = [await send(key), await send(key)];
    expect([one.body.stage, two.body.stage, (await send(randomUUID())).problem?.code]).toEqual(['ready', 'ready', 'link-not-valid']);
    const { user } = (await registry.inSession(two.body.token).call(currentSession, {})).body;
    expect((await registry.database.query('select 1 from auth.passkey where user_id = $1', [user.id])).length).toBe(1);
    await partnership.administrator.call(endSessions, { params: { userId: user.id } });
    expect((await send(key)).problem?.code).toBe('link-not-valid');
    const again = await link(invited);
    for (const used of [token, again]) {
      for (const refused of [
        await registry.anonymous.call(beginPasskeyByLink, { body: { token: used } }),
        await registry.anonymous.call(addPasskeyByLink, { body: { token: used, name: 'Phone', challenge: (await ask()).challenge, passkey: new SoftPasskey(ORIGIN).made('AA') } }),
      ]) expect(refused.problem?.code).toBe('link-not-valid');
    }
    expect((await registry.anonymous.call(readAccountLink, { body: { token } })).problem?.code).toBe('link-not-valid');
    expect((await registry.anonymous.call(readAccountLink, { body: { token: again } })).body).toEqual({ name: invited.name, passkey: false, organisations: [] });
    // Administrators of the partnership give a link to an agency's first administrator, and none to one who has begun: with a passkey too.
    const membership = { agencyId: (await registry.anAgency(partnership)).id, roles: ['agency-administrator' as const], startsOn: '2024-01-01', endsOn: null, trainingValidTo: null };
    const { body: first } = await partnership.administrator.call(addPerson, { body: { name: 'Ash Keeper', email: 'ash@elsewhere.example', membership } });
    expect((await by(await link(first), new SoftPasskey(ORIGIN))).status).toBe(201);
    expect((await partnership.administrator.call(createPasswordLink, { params: { userId: first.id } })).problem?.code).toBe('another-agency');
  });

  it('sign in without a password, in a session of its own each time', async () => {
    const { passkey } = await withPasskey();
    const one = await registry.anonymous.call(signInWithPasskey, { body: await show(passkey) });
    const two = await registry.anonymous.call(signInWithPasskey, { body: await show(passkey) });
    expect([one.status, one.body.stage, two.body.stage]).toEqual([201, 'ready', 'ready']);
    expect(one.body.token).not.toBe(two.body.token);
    expect((await registry.inSession(one.body.token).call(currentSession, {})).body).toMatchObject({ stage: 'ready', user: { id: person.id }, secondFactors: ['passkey'] });
  });

  it('are asked for besides the password, and nobody else’s will do', async () => {
    const { passkey } = await withPasskey();
    const mine = person;
    person = await registry.withPassword(partnership, await registry.aPerson(partnership));
    const { passkey: another } = await withPasskey();
    person = mine;
    const begunWith = await password();
    expect(begunWith.stage).toBe('second-factor');
    const waiting = registry.inSession(begunWith.token);
    for (const refused of [await waiting.call(issueTokens, { body: { audiences: ['jag-cases'] } }), await waiting.call(beginPasskey, {}), await waiting.call(listPasskeys, {})]) {
      expect(refused.problem?.code).toBe('second-factor-needed');
    }
    // Nor is an app set up in its place by who has the password alone.
    expect((await waiting.call(beginSecondFactor, { body: { password: PASSWORD } })).problem?.code).toBe('second-factor-needed');
    expect((await waiting.call(givePasskey, { body: await show(another) })).problem?.code).toBe('wrong-passkey');
    const given = await waiting.call(givePasskey, { body: await show(passkey) });
    expect(given.body.stage).toBe('ready');
    expect((await waiting.call(currentSession, {})).status).toBe(401);
    // A new password ends the session under its old token, and what was proved goes on under the new one.
    const ready = registry.inSession(given.body.token);
    const changed = await ready.call(changePassword, { body: { current: PASSWORD, password: 'lantern saddle orchid' } });
    expect(changed.body.stage).toBe('ready');
  });

  it.each([
    ['another site asked for it', { origin: 'https://concordat.example.evil.example' }],
    ['it is of another address', { rpId: 'evil.example' }],
    ['its owner was not verified', { verified: false }],
    ['it was copied, as its counter tells', { counter: 1 }],
  ] as const)('are not taken when %s', async (_why, faults) => {
    const { passkey } = await withPasskey();
    for (let uses = 0; uses < 2; uses += 1) expect((await registry.anonymous.call(signInWithPasskey, { body: await show(passkey) })).status).toBe(201);
    const refused = await registry.anonymous.call(signInWithPasskey, { body: await show(passkey, faults) });
    expect([refused.status, refused.problem?.code]).toEqual([401, 'wrong-passkey']);
    if ('counter' in faults) return;
    person = await registry.withPassword(partnership, await registry.aPerson(partnership));
    expect((await add(await begun(), undefined, faults)).added.problem?.code).toBe('passkey-not-taken');
  });

  it('answer a challenge of ours, once, within five minutes', async () => {
    const { passkey } = await withPasskey();
    const used = await show(passkey);
    expect((await registry.anonymous.call(signInWithPasskey, { body: used })).status).toBe(201);
    const late = await ask();
    const [challenge = '', end = '', mac = ''] = late.challenge.split('.');
    const prolonged = `${challenge}.${Number(end) + 60_000}.${mac}`;
    const both = await show(passkey);
    const refused = await Promise.all([
      registry.anonymous.call(signInWithPasskey, { body: used }),
      registry.anonymous.call(signInWithPasskey, { body: { challenge: prolonged, passkey: passkey.shown(challenge) } }),
      registry.anonymous.call(signInWithPasskey, { body: { challenge: 'ours.9999999999999.no', passkey: passkey.shown('ours') } }),
    ]);
    expect(refused.map(({ problem }) => problem?.code)).toEqual(['wrong-passkey', 'wrong-passkey', 'wrong-passkey']);
    const atOnce = await Promise.all([both, both].map((body) => registry.anonymous.call(signInWithPasskey, { body })));
    expect(atOnce.map(({ status }) => status).sort()).toEqual([201, 401]);
    const old = challengeOf(registry, new Date(Date.now() - 5 * 60_000 - 1));
    expect((await registry.anonymous.call(signInWithPasskey, { body: { challenge: old, passkey: passkey.shown(old.split('.')[0] ?? '') } })).problem?.code).toBe('wrong-passkey');
    const fresh = challengeOf(registry, new Date());
    expect((await registry.anonymous.call(signInWithPasskey, { body: { challenge: fresh, passkey: passkey.shown(fresh.split('.')[0] ?? '') } })).status).toBe(201);
  });

  it('tell nobody whether an account is closed or a passkey known, and end with the account', async () => {
    const { passkey } = await withPasskey();
    const unknown = await registry.anonymous.call(signInWithPasskey, { body: await show(new SoftPasskey(ORIGIN)) });
    const { version } = (await partnership.administrator.call(getPerson, { params: { userId: person.id } })).body;
    await partnership.administrator.call(closeAccount, { params: { userId: person.id }, body: { version, why: 'Left' } });
    const closed = await registry.anonymous.call(signInWithPasskey, { body: await show(passkey) });
    expect({ ...closed.problem, instance: null }).toEqual({ ...unknown.problem, instance: null });
  });

  it('are not the last way in when they are removed, and are removed with a lost second factor', async () => {
    const { session, passkey } = await withPasskey();
    const [first] = (await session.call(listPasskeys, {})).body.items;
    const remove = async (passkeyId = '') => session.call(removePasskey, { params: { passkeyId } });
    expect((await remove(first?.id)).problem?.code).toBe('last-way-in');
    const { options, challenge } = (await session.call(beginPasskey, {})).body;
    const form = { body: { name: 'Phone', challenge, passkey: new SoftPasskey(ORIGIN).made(options.challenge) } };
    const adding = randomUUID();
    for (const idempotencyKey of [adding, adding]) expect((await session.call(addPasskey, form, { idempotencyKey })).body.stage).toBe('ready');
    expect((await session.call(addPasskey, form)).problem?.code).toBe('passkey-not-taken');
    expect((await session.call(listPasskeys, {})).body.items).toHaveLength(2);
    const key = randomUUID();
    const send = (idempotencyKey: string) => session.call(removePasskey, { params: { passkeyId: first?.id ?? '' } }, { idempotencyKey });
    // Its answer may have been lost: the same form again says the same, and another one that there is no such passkey.
    expect([(await send(key)).status, (await send(key)).status, (await send(randomUUID())).status, (await remove(first?.id)).status]).toEqual([200, 200, 404, 404]);
    expect((await registry.anonymous.call(signInWithPasskey, { body: await show(passkey) })).problem?.code).toBe('wrong-passkey');
    const { version } = (await partnership.administrator.call(getPerson, { params: { userId: person.id } })).body;
    await partnership.administrator.call(resetSecondFactor, { params: { userId: person.id }, body: { version, why: 'Lost' } });
    expect((await password()).stage).toBe('set-up-second-factor');
    expect(await registry.database.query('select 1 from auth.passkey where user_id = $1', [person.id])).toEqual([]);
  });

  it('are added and removed by who said within ten minutes who they are', async () => {
    const { session, passkey } = await withPasskey();
    await registry.database.query(`update auth.session set "createdAt" = now() - interval '11 minutes' where "userId" = $1`, [person.id]);
    const [only] = (await session.call(listPasskeys, {})).body.items;
    expect((await session.call(beginPasskey, {})).problem?.code).toBe('confirmation-needed');
    expect((await session.call(removePasskey, { params: { passkeyId: only?.id ?? '' } })).problem?.code).toBe('confirmation-needed');
    expect((await session.call(confirmIdentity, { body: { password: 'three wrong words' } })).problem?.code).toBe('wrong-credentials');
    expect((await session.call(confirmIdentity, { body: await show(new SoftPasskey(ORIGIN)) })).problem?.code).toBe('wrong-passkey');
    expect((await session.call(confirmIdentity, { body: { password: PASSWORD } })).status).toBe(200);
    expect((await add(session)).added.status).toBe(201);
    await registry.database.query(`update auth.session set "confirmedAt" = now() - interval '11 minutes' where "userId" = $1`, [person.id]);
    expect((await session.call(beginPasskey, {})).problem?.code).toBe('confirmation-needed');
    expect((await session.call(confirmIdentity, { body: await show(passkey) })).status).toBe(200);
    expect((await session.call(beginPasskey, {})).status).toBe(200);
  });
});

/** A challenge as the registry makes it at a time. */
function challengeOf(registry: TestRegistry, at: Date): string {
  return sealChallenge(challengeKey(registry.env['CONCORDAT_AUTH_SECRET'] ?? ''), randomBytes(32), at);
}
