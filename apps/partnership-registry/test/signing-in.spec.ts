import {
  actAs,
  addDecisionClient,
  addMembership,
  addPerson,
  BROWSER_ADDRESS_HEADER,
  BROWSER_NAME_HEADER,
  changePerson,
  closeAccount,
  closeMembership,
  confirmIdentity,
  createPasswordLink,
  currentSession,
  decideRoleRequest,
  endOtherSessions,
  endOwnSession,
  endSessionOf,
  endSessions,
  getPartnership,
  getPerson,
  invitePerson,
  issueTokens,
  listOwnSessions,
  listPeople,
  listRoleRequests,
  listSessionsOf,
  resetSecondFactor,
  sessionEnd,
  setPassword,
  signIn,
  signOut,
  tokenKeys,
} from '@concordat/contracts-partnership-registry';
import { SERVICE_NAMES } from '@concordat/contracts-protocol';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RouteClient } from '@concordat/testing';
import { randomUUID } from 'node:crypto';
import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose';
import { ExpiredSessions } from '../src/accounts/expired-sessions.js';
import { readRegistrySettings } from '../src/config.js';
import { PASSWORD, startRegistry, type TestPartnership, type TestRegistry } from './registry.js';
import { watchedLog, type LogLine } from './watched-log.js';

describe('signing in', () => {
  let registry: TestRegistry;
  let partnership: TestPartnership;
  beforeAll(async () => {
    registry = await startRegistry();
    partnership = await registry.aPartnership();
  });
  afterAll(() => registry.close());

  it('opens a session, which says who and as what', async () => {
    const { status, body } = await registry.anonymous.call(signIn, { body: { email: partnership.email.toUpperCase(), password: PASSWORD } });
    expect([status, body.stage]).toEqual([201, 'ready']);
    const session = await registry.inSession(body.token).call(currentSession, {});
    expect(session.body).toMatchObject({
      stage: 'ready',
      user: { id: partnership.userId, name: 'Priya Nair', email: partnership.email },
      acting: partnership.membershipId,
      memberships: [{ id: partnership.membershipId, agencyName: 'Blaby District Council', partnershipName: 'Blaby and Hinckley & Bosworth', roles: ['administrator'] }],
    });
  });

  it('refuses a wrong password and an unknown address in the same words', async () => {
    const wrong = await registry.anonymous.call(signIn, { body: { email: partnership.email, password: 'not the password' } });
    const unknown = await registry.anonymous.call(signIn, { body: { email: 'nobody@council.example', password: PASSWORD } });
    expect([wrong.status, wrong.problem?.code]).toEqual([401, 'wrong-credentials']);
    expect({ ...unknown.problem, instance: null }).toEqual({ ...wrong.problem, instance: null });
  });

  it.each([
    ['address', (_attempt: number) => '192.0.2.1', '192.0.2.2'],
    ['network of IPv6', (attempt: number) => `2001:db8:0:1::${attempt}`, '2001:db8:0:2::1'],
  ])('stops after five wrong passwords from one %s, and lets others and other people in', async (_what, addressAt, elsewhere) => {
    const person = await registry.withPassword(partnership, await registry.aPerson(partnership));
    const from = (address: string, email: string, password: string) =>
      registry.anonymous.call(signIn, { body: { email, password } }, { headers: { [BROWSER_ADDRESS_HEADER]: address } });
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 6; attempt += 1) statuses.push((await from(addressAt(attempt), person.email, `wrong ${attempt}`)).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    expect((await from(addressAt(6), person.email, PASSWORD)).problem?.code).toBe('too-many-attempts');
    expect((await from(elsewhere, person.email, PASSWORD)).status).toBe(201);
    expect((await from(addressAt(7), partnership.email, PASSWORD)).status).toBe(201);
  });

  it('issues a token of one minute for each service, signed with the published key, without a name', async () => {
    const session = await registry.signIn(partnership.email);
    const { body } = await registry.inSession(session).call(issueTokens, { body: { audiences: [...SERVICE_NAMES] } });
    const { body: keys } = await registry.anonymous.call(tokenKeys, {});
    expect(Object.keys(keys.keys[0] ?? {})).not.toContain('d');
    for (const service of SERVICE_NAMES) {
      const { payload } = await jwtVerify(body.tokens[service] ?? '', createLocalJWKSet(keys), { audience: service, issuer: 'partnership-registry' });
      expect(payload).toMatchObject({ sub: partnership.userId, mid: partnership.membershipId, pid: partnership.partnershipId });
      expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(60);
      expect(Object.keys(payload).sort()).toEqual(['aud', 'auth_time', 'exp', 'iat', 'iss', 'jti', 'mid', 'pid', 'sid', 'sub']);
    }
  });

  it('ends with signing out, and takes no token that was made up or altered', async () => {
    const session = await registry.signIn(partnership.email);
    expect((await registry.inSession(session).call(signOut, {})).body).toEqual({ ended: true });
    for (const token of [session, `${session}x`, 'made-up-token', 'pending:made.up', 'pending:2fa-made-up']) {
      expect((await registry.inSession(token).call(currentSession, {})).problem?.code).toMatch(/not-signed-in/);
    }
    expect((await registry.anonymous.call(currentSession, {})).status).toBe(401);
  });

  it('ends a session twelve hours after signing in, however busy, and after thirty idle minutes', async () => {
    for (const [column, age] of [['createdAt', '12 hours 1 second'], ['expiresAt', '0 seconds']] as const) {
      const session = await registry.signIn(partnership.email);
      await registry.database.query(`update auth.session set "${column}" = now() - $1::interval where token = $2`, [age, session.split('.')[0]]);
      expect((await registry.inSession(session).call(issueTokens, { body: { audiences: ['referrals'] } })).problem?.code).toBe('not-signed-in');
    }
    const stored = async (session: string): Promise<number> =>
      (await registry.database.query('select 1 from auth.session where token = $1', [session.split('.')[0]])).length;
    const [expired, kept] = [await registry.signIn(partnership.email), await registry.signIn(partnership.email)];
    await registry.database.query(`update auth.session set "expiresAt" = now() - interval '1 second' where token = $1`, [expired.split('.')[0]]);
    await registry.app.app.get(ExpiredSessions, { strict: false }).remove();
    expect([await stored(expired), await stored(kept)]).toEqual([0, 1]);
    const { body } = await registry.anonymous.call(signIn, { body: { email: partnership.email, password: PASSWORD } });
    const minutes = (Date.parse(body.expiresAt) - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(29);
    expect(minutes).toBeLessThanOrEqual(30);
  });

  it('acts in one membership at a time, which alone token, policy and audit carry', async () => {
    const agency = await registry.anAgency(partnership);
    const person = await registry.withPassword(partnership, await registry.aPerson(partnership));
    const { body: second } = await (await registry.administratorOf(partnership, agency.id)).call(addMembership, {
      params: { userId: person.id },
      body: { agencyId: agency.id, roles: ['agency-administrator'], startsOn: '2024-01-01', endsOn: null, trainingValidTo: null },
    });
    const elsewhere = await registry.aPartnership('Charnwood');
    const third = await registry.aPerson(elsewhere);
    await registry.shareAccount(person, third);
    const [firstId = '', thirdId = ''] = [person.memberships[0]?.id, third.memberships[0]?.id];

    const token = await registry.signIn(person.email);
    const session = registry.inSession(token);
    const asked = await session.call(currentSession, {});
    expect([asked.body.acting, asked.body.memberships.map(({ id }) => id)]).toEqual([null, [firstId, second.id, thirdId]]);
    expect((await session.call(issueTokens, { body: { audiences: ['referrals'] } })).problem?.code).toBe('membership-not-chosen');
    expect((await session.call(actAs, { body: { membershipId: partnership.membershipId } })).status).toBe(404);

    for (const [id, pid, status] of [[firstId, partnership.partnershipId, 403], [second.id, partnership.partnershipId, 200], [thirdId, elsewhere.partnershipId, 403]] as const) {
      expect((await session.call(actAs, { body: { membershipId: id } })).body).toEqual({ acting: id });
      expect((await session.call(currentSession, {})).body.acting).toBe(id);
      const { body } = await session.call(issueTokens, { body: { audiences: ['referrals'] } });
      expect(decodeJwt(body.tokens.referrals ?? '')).toMatchObject({ sub: person.id, mid: id, pid });
      // What the others would let them do does not count.
      expect((await registry.acting(token).call(listPeople, { query: {} })).status).toBe(status);
      expect((await registry.acting(token).call(getPartnership, {})).body.id).toBe(pid);
    }
    const audited = await registry.database.query<{ membership_id: string; partnership_id: string }>(
      `select distinct membership_id, partnership_id from audit_entry where user_id = $1 and action = 'listed'`, [person.id]);
    expect(audited).toEqual([{ membership_id: second.id, partnership_id: partnership.partnershipId }]);
    await registry.database.query('update auth.session set "actingMembershipId" = null where "userId" = $1', [person.id]);
    expect((await session.call(currentSession, {})).body.acting).toBeNull();
  });

  it('tells when a session ends without prolonging it, and to whom it has ended', async () => {
    const token = await registry.signIn(partnership.email);
    const stored = token.split('.')[0];
    await registry.database.query(`update auth.session set "expiresAt" = now() + interval '4 minutes' where token = $1`, [stored]);
    const left = async (): Promise<number> => (Date.parse((await registry.inSession(token).call(sessionEnd, {})).body.expiresAt) - Date.now()) / 60_000;
    expect(await left()).toBeLessThan(4.1);
    expect(await left()).toBeLessThan(4.1);
    await registry.inSession(token).call(currentSession, {});
    expect(await left()).toBeGreaterThan(29);
    await registry.database.query(`update auth.session set "createdAt" = now() - interval '11 hours 58 minutes' where token = $1`, [stored]);
    const { body } = await registry.inSession(token).call(sessionEnd, {});
    expect([body.expiresAt === body.lastsUntil, await left()]).toEqual([true, expect.closeTo(2, 1)]);
    await registry.inSession(token).call(signOut, {});
    expect((await registry.inSession(token).call(sessionEnd, {})).status).toBe(401);
  });

  it('lets a leaver do nothing from the moment that their membership or account is closed', async () => {
    const person = await registry.withPassword(partnership, await registry.aPerson(partnership));
    const session = await registry.signIn(person.email);
    const token = await registry.inSession(session).call(issueTokens, { body: { audiences: ['partnership-registry'] } });
    const bearer = { headers: { authorization: `Bearer ${token.body.tokens['partnership-registry']}` } };
    expect((await registry.anonymous.call(getPartnership, {}, bearer)).status).toBe(200);
    const [membership] = person.memberships;
    const { body } = await partnership.administrator.call(closeMembership, {
      params: { membershipId: membership?.id ?? '' },
      body: { version: membership?.version ?? 0, why: 'Left the force' },
    });
    expect(body.active).toBe(false);
    expect((await registry.anonymous.call(getPartnership, {}, bearer)).problem?.code).toBe('access-ended');
    expect((await registry.inSession(session).call(currentSession, {})).status).toBe(401);
    const told = (await registry.events('membership.changed')).filter((event) => event.aggregate_id === membership?.id);
    expect(told.map(({ version, payload }) => [version, payload['active']])).toEqual([[1, true], [2, false]]);
    // Signing in again shows that there is nothing left to act in.
    const again = registry.inSession(await registry.signIn(person.email));
    expect((await again.call(issueTokens, { body: { audiences: ['referrals'] } })).problem?.code).toBe('access-ended');

    const closed = await partnership.administrator.call(closeAccount, { params: { userId: person.id }, body: { version: person.version, why: 'Left' } });
    expect(closed.body.open).toBe(false);
    expect((await registry.anonymous.call(signIn, { body: { email: person.email, password: PASSWORD } })).problem?.code).toBe('wrong-credentials');
  });

  it('ends sessions when an administrator asks', async () => {
    const person = await registry.withPassword(partnership, await registry.aPerson(partnership));
    const session = await registry.signIn(person.email);
    await partnership.administrator.call(endSessions, { params: { userId: person.id } });
    expect((await registry.inSession(session).call(currentSession, {})).status).toBe(401);
  });

  it('lists where somebody is signed in, by the name of the browser alone, and ends what they choose once they said who they are', async () => {
    const person = await registry.withPassword(partnership, await registry.aPerson(partnership));
    const [desk, phone, lost] = [await registry.signIn(person.email), await registry.signIn(person.email), await registry.signIn(person.email)];
    const use = (session: string, name: string) => registry.inSession(session).call(currentSession, {}, { headers: { [BROWSER_NAME_HEADER]: name } });
    await use(desk, 'Firefox on Windows');
    await use(phone, 'Chrome on Android');
    await use(lost, '<b>Not a name</b>');
    const { body } = await registry.inSession(desk).call(listOwnSessions, {});
    expect(body.items.map(({ device }) => device)).toEqual([null, 'Chrome on Android', 'Firefox on Windows']);
    expect(body.current).toBe(body.items[2]?.id);
    expect(Object.keys(body.items[0] ?? {}).sort()).toEqual(['begunAt', 'device', 'id', 'lastUsedAt']);

    const stranger = registry.inSession(await registry.signIn(partnership.email));
    const [first = { id: '' }] = body.items;
    const end = (by: RouteClient, sessionId: string) => by.call(endOwnSession, { params: { sessionId } });
    expect((await end(stranger, first.id)).status).toBe(404);
    await registry.database.query(`update auth.session set "createdAt" = now() - interval '11 minutes' where "userId" = $1`, [person.id]);
    expect((await end(registry.inSession(desk), first.id)).problem?.code).toBe('confirmation-needed');
    expect((await registry.inSession(desk).call(endOtherSessions, {})).problem?.code).toBe('confirmation-needed');
    expect((await use(lost, 'Safari on Mac')).status).toBe(200);
    await registry.inSession(desk).call(confirmIdentity, { body: { password: PASSWORD } });
    const idempotencyKey = randomUUID();
    const form = () => registry.inSession(desk).call(endOwnSession, { params: { sessionId: first.id } }, { idempotencyKey });
    expect([(await form()).body, (await form()).body, (await end(registry.inSession(desk), first.id)).status]).toEqual([{ ended: true }, { ended: true }, 404]);
    expect((await use(lost, 'Safari on Mac')).status).toBe(401);
    expect((await registry.inSession(desk).call(endOtherSessions, {})).status).toBe(200);
    expect([(await use(phone, 'Chrome on Android')).status, (await use(desk, 'Firefox on Windows')).status]).toEqual([401, 200]);
  });

  it('asks administrators again who they are before they grant a role of a second person, open an account to somebody or give out a secret', async () => {
    const person = await registry.withPassword(partnership, await registry.aPerson(partnership));
    const second = await registry.withPassword(partnership, await registry.aPerson(partnership, { roles: ['administrator'] }));
    const membership = { agencyId: partnership.agencyId, roles: ['victim-safety' as const], startsOn: '2024-01-01', endsOn: null, trainingValidTo: null };
    const { body: waiting } = await partnership.administrator.call(addPerson, { body: { name: 'Robin Alder', email: `${randomUUID()}@council.example`, membership } });
    const session = await registry.signIn(second.email);
    const administrator = registry.acting(session);
    const [request] = (await administrator.call(listRoleRequests, { query: {} })).body.items;
    const params = { userId: person.id };
    const acts = async () => [
      await administrator.call(decideRoleRequest, { params: { requestId: request?.id ?? '' }, body: { version: request?.version ?? 1, grant: true } }),
      await administrator.call(addDecisionClient, { body: { name: 'Case management' } }),
      await administrator.call(createPasswordLink, { params }),
      await administrator.call(invitePerson, { params }),
      await administrator.call(changePerson, { params, body: { version: 1, name: person.name, email: `moved.${person.email}` } }),
      await administrator.call(resetSecondFactor, { params, body: { version: 2, why: 'Lost the telephone' } }),
    ];
    await registry.database.query(`update auth.session set "createdAt" = now() - interval '11 minutes' where "userId" = $1`, [second.id]);
    expect((await acts()).map(({ problem }) => problem?.code)).toEqual(Array(6).fill('confirmation-needed'));
    expect((await administrator.call(getPerson, { params: { userId: waiting.id } })).body.memberships[0]).toMatchObject({ roles: [], requested: ['victim-safety'] });
    await registry.inSession(session).call(confirmIdentity, { body: { password: PASSWORD } });
    expect((await acts()).map(({ status }) => status)).toEqual([200, 201, 201, 201, 200, 200]);
  });

  it('shows an administrator where a member is signed in, and ends what they choose', async () => {
    const person = await registry.withPassword(partnership, await registry.aPerson(partnership));
    const [kept, lost] = [await registry.signIn(person.email), await registry.signIn(person.email)];
    const params = { userId: person.id };
    const { body } = await partnership.administrator.call(listSessionsOf, { params });
    expect(body.items).toHaveLength(2);
    const sessionId = body.items[0]?.id ?? '';
    expect((await partnership.administrator.call(endSessionOf, { params: { userId: partnership.userId, sessionId } })).status).toBe(404);
    expect((await partnership.administrator.call(endSessionOf, { params: { ...params, sessionId } })).body).toEqual({ ended: true });
    expect([(await registry.inSession(lost).call(currentSession, {})).status, (await registry.inSession(kept).call(currentSession, {})).status]).toEqual([401, 200]);
    const elsewhere = await registry.anAgency(partnership);
    const others = await registry.administratorOf(partnership, elsewhere.id);
    expect((await others.call(listSessionsOf, { params })).status).toBe(404);
  });

  it('refuses common passwords, short ones, and links that were used', async () => {
    const person = await registry.aPerson(partnership, { name: 'Margaret Wainwright' });
    await registry.withPassword(partnership, person);
    const set = (token: string, password: string) => registry.anonymous.call(setPassword, { body: { token, password } });
    const first = (await partnership.administrator.call(createPasswordLink, { params: { userId: person.id } })).body.token;
    const link = (await partnership.administrator.call(createPasswordLink, { params: { userId: person.id } })).body.token;
    for (const password of ['password1234', 'passwordpassword', 'qwertyuiop12', 'iloveyou1234', 'margaretwainwright', 'concordat123']) {
      expect([password, (await set(link, password)).problem?.code]).toEqual([password, 'common-password']);
    }
    expect((await set(link, 'x9$Kq2!')).problem?.code).toBe('invalid-input');
    expect((await set(first, 'lantern orchard pebble')).problem?.code).toBe('link-not-valid');
    expect((await set('made up', 'lantern orchard pebble')).problem?.code).toBe('link-not-valid');
    const session = await registry.signIn(person.email);
    expect((await set(link, 'lantern orchard pebble')).status).toBe(201);
    expect((await set(link, 'another orchard pebble')).problem?.code).toBe('link-not-valid');
    expect((await registry.inSession(session).call(currentSession, {})).status).toBe(401);
    expect(await registry.signIn(person.email, 'lantern orchard pebble')).not.toBe('');
    expect(await registry.database.query('select 1 from auth.verification where identifier like $1', [`%${link}%`])).toEqual([]);
  });

  it('takes a form of whoever has a link once, however often its sender sends it, and nobody else’s', async () => {
    const person = await registry.aPerson(partnership, { name: 'Rowan Ashdown' });
    const newLink = async () => (await partnership.administrator.call(createPasswordLink, { params: { userId: person.id } })).body.token;
    const token = await newLink();
    const set = (idempotencyKey: string, given: { token?: string; password?: string } = {}) =>
      registry.anonymous.call(setPassword, { body: { token, password: PASSWORD, ...given } }, { idempotencyKey });
    const key = randomUUID();
    const twice = await Promise.all([set(key), set(key)]);
    // Its answer was lost: whoever sends it again reads the same, and their session goes on.
    const session = await registry.signIn(person.email);
    const answers = [...twice, await set(key)].map(({ status, body }) => [status, body]);
    expect(answers).toEqual(Array(3).fill([201, { set: true }]));
    expect((await registry.inSession(session).call(currentSession, {})).status).toBe(200);
    // Whoever lacks the key, or any of what was sent, has a link that was used.
    for (const refused of [await set(randomUUID()), await set(key, { password: 'lantern orchard pebble' }), await set(key, { token: 'made up' })]) expect(refused.problem?.code).toBe('link-not-valid');
    expect((await set('short')).problem?.issues).toEqual([expect.objectContaining({ path: 'headers.idempotency-key' })]);
    expect(await registry.database.query('select 1 from auth.verification v where v::text like $1', [`%${key}%`])).toEqual([]);
    // A newer link is in place of it, and so is a quarter of an hour.
    await registry.database.query(`update auth.verification set "expiresAt" = now() where identifier = 'sent-form' and value = $1`, [person.id]);
    expect((await set(key)).problem?.code).toBe('link-not-valid');
    const next = await newLink();
    expect((await set(key, { token: next })).status).toBe(201);
    await newLink();
    expect((await set(key, { token: next })).problem?.code).toBe('link-not-valid');
  });

  it('takes a password of any signs and of any length to 500 as it is typed, and keeps its scrypt alone', async () => {
    const person = await registry.aPerson(partnership, { name: 'Imogen Thackeray' });
    const link = (await partnership.administrator.call(createPasswordLink, { params: { userId: person.id } })).body.token;
    const password = `  Ünüsual ${'lantern '.repeat(55)}🪔 `;
    expect((await registry.anonymous.call(setPassword, { body: { token: link, password } })).status).toBe(201);
    expect(await registry.signIn(person.email, password)).not.toBe('');
    for (const other of [password.trim(), password.toLowerCase(), password.slice(0, 72)]) {
      expect((await registry.anonymous.call(signIn, { body: { email: person.email, password: other } })).status).toBe(401);
    }
    const [kept] = await registry.database.query<{ password: string }>('select password from auth.account where "userId" = $1', [person.id]);
    // The cost of a test, which a process that serves people refuses.
    expect(kept?.password).toMatch(/^[\da-f]{32}:[\da-f]{128}:8$/);
    expect(() => readRegistrySettings({ ...registry.env, NODE_ENV: 'production' })).toThrow('CONCORDAT_PASSWORD_COST: below 16');
    expect(readRegistrySettings({ ...registry.env, NODE_ENV: 'production', CONCORDAT_FOR_TESTS: 'true' }).CONCORDAT_PASSWORD_COST).toBe(8);
    expect(readRegistrySettings({ ...registry.env, NODE_ENV: 'production', CONCORDAT_PASSWORD_COST: '' }).CONCORDAT_PASSWORD_COST).toBe(16);
  });

  it('logs what opened a session, what was refused and how each session ended, by ids and the factor alone', async () => {
    const person = await registry.withPassword(partnership, await registry.aPerson(partnership, { name: 'Wilhelmina Okafor' }));
    const log = watchedLog(registry);
    const since = async (work: () => Promise<unknown>): Promise<LogLine[]> => {
      log.forget();
      await work();
      return log.lines();
    };
    const idOf = async (session: string): Promise<unknown> =>
      (await registry.database.query<{ id: string }>('select id from auth.session where token = $1', [session.split('.')[0]]))[0]?.id;
    const all: LogLine[] = [];
    const expected = async (work: () => Promise<unknown>, ...lines: Record<string, unknown>[]): Promise<void> => {
      const seen = await since(work);
      all.push(...seen);
      expect(seen).toEqual(lines);
    };
    const opened: { token: string; id: unknown }[] = [];
    for (let session = 0; session < 6; session += 1) {
      const lines = await since(async () => opened.push({ token: await registry.signIn(person.email), id: null }));
      const [last = { token: '', id: null }] = opened.slice(-1);
      last.id = await idOf(last.token);
      all.push(...lines);
      expect(lines).toEqual([{ words: 'a session was opened', user: person.id, session: last.id, stage: 'ready', factor: 'password' }]);
    }
    const [left, idle, aged, other, desk, swept] = opened;
    const digest = expect.stringMatching(/^[\w-]{43}$/);
    const signInAs = (email: string, network: string) => registry.anonymous.call(signIn, { body: { email, password: 'not the password' } }, { headers: { [BROWSER_ADDRESS_HEADER]: network } });
    const refused = { words: 'signing in was refused', account: digest, network: digest, factor: 'password' };
    await expected(() => signInAs(person.email, '192.0.2.77'), { ...refused, users: [person.id] });
    await expected(() => signInAs('nobody.at.all@council.example', '192.0.2.77'), { ...refused, users: [] });
    for (let attempt = 0; attempt < 4; attempt += 1) await signInAs(person.email, '192.0.2.77');
    await expected(() => signInAs(person.email, '192.0.2.77'), { ...refused, users: [], words: 'signing in was stopped after too many tries' });

    const ended = (session: { id: unknown } | undefined, how: string) => ({ words: 'a session was ended', user: person.id, session: session?.id, how });
    await expected(() => registry.inSession(left?.token ?? '').call(signOut, {}), ended(left, 'signed-out'));
    const age = (session: { id: unknown } | undefined, column: string, by: string) =>
      registry.database.query(`update auth.session set "${column}" = now() - $1::interval where id = $2`, [by, session?.id]);
    await age(idle, 'expiresAt', '1 second');
    await age(aged, 'createdAt', '12 hours 1 second');
    for (const session of [idle, aged]) await expected(() => registry.inSession(session?.token ?? '').call(currentSession, {}), ended(session, 'timed-out'));
    await age(swept, 'expiresAt', '1 second');
    await expected(() => registry.app.app.get(ExpiredSessions, { strict: false }).remove(), ended(swept, 'timed-out'));
    const session = registry.inSession(desk?.token ?? '');
    await expected(() => session.call(confirmIdentity, { body: { password: PASSWORD } }), { words: 'somebody signed in said again who they are', user: person.id, session: desk?.id, factor: 'password' });
    await expected(() => session.call(endOtherSessions, {}), ended(other, 'ended-by-owner'));
    await expected(() => partnership.administrator.call(endSessions, { params: { userId: person.id } }), ended(desk, 'access-changed'));
    expect(all).toHaveLength(16);
    expect(JSON.stringify(all)).not.toMatch(/@|Wilhelmina|192\.0\.2|password"?:|violin/);
    log.end();
  });

  it('takes a password that is ten years old, and asks nobody to change one', async () => {
    const person = await registry.withPassword(partnership, await registry.aPerson(partnership));
    await registry.database.query(`update auth.account set "createdAt" = now() - interval '10 years', "updatedAt" = now() - interval '10 years' where "userId" = $1`, [person.id]);
    const { status, body } = await registry.anonymous.call(signIn, { body: { email: person.email, password: PASSWORD } });
    expect([status, body.stage, (await registry.inSession(body.token).call(issueTokens, { body: { audiences: ['referrals'] } })).status]).toEqual([201, 'ready', 200]);
  });

  it('gives each signing in a session of its own, with a token that nobody guesses', async () => {
    const tokens = [await registry.signIn(partnership.email), await registry.signIn(partnership.email)];
    expect(new Set(tokens).size).toBe(2);
    for (const token of tokens) expect(token.split('.')[0]?.length).toBeGreaterThanOrEqual(32);
  });
});
