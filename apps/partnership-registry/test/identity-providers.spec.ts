import {
  addPasskey,
  beginPasskey,
  beginProviderSignIn,
  beginSecondFactor,
  changePassword,
  closeAccount,
  currentSession,
  finishProviderSignIn,
  getPerson,
  givePasskey,
  giveBackupCode,
  giveSecondFactor,
  keepBackupCodes,
  askForPasskey,
  confirmIdentity,
  createPasswordLink,
  issueTokens,
  linkIdentity,
  linkIdentityByLink,
  listIdentities,
  listOwnSessions,
  makeBackupCodes,
  readAccountLink,
  readIdentityProvider,
  removeIdentity,
  saveIdentityProvider,
  turnIdentityProvider,
  type Person,
} from '@concordat/contracts-partnership-registry';
import type { InputOf } from '@concordat/contracts-protocol';
import { AuthenticatorApp, certificate, SmallProvider, SoftPasskey, type AtProvider, type RouteClient } from '@concordat/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { ForgingProvider, type Forgery } from './forging-provider.js';
import { PASSWORD, startRegistry, type TestPartnership, type TestRegistry } from './registry.js';

const ORIGIN = 'https://concordat.example';
const credentials = await certificate();
type Settings = InputOf<typeof saveIdentityProvider>['body'];

describe('an agency’s own provider of identity', () => {
  const provider = new SmallProvider(credentials);
  const forging = new ForgingProvider(credentials);
  let registry: TestRegistry;
  let partnership: TestPartnership;
  /** Another agency, whose provider lies. */
  let liars: string;
  let liar: RouteClient;
  let elsewhere: TestPartnership;
  /** Somebody of the agency, and the account at its provider that they linked. */
  let regular: Person;
  let known: string;

  const redirectUri = (agencyId: string): string => `${ORIGIN}/sign-in/organisation/${agencyId}/return`;
  const settings = (changed: Partial<Settings> = {}): Settings => ({
    version: null, issuer: provider.address, clientId: provider.clientId, secret: provider.secret, domains: ['council.example'], secondFactorCounts: true, strongAcr: ['urn:two'], ...changed,
  });
  const save = (by: RouteClient, changed: Partial<Settings> = {}) => by.call(saveIdentityProvider, { body: settings(changed) });
  const turn = async (by: RouteClient, on: boolean) => {
    const { body } = await by.call(readIdentityProvider, {});
    return by.call(turnIdentityProvider, { body: { version: body.provider?.version ?? 0, on } });
  };
  const begin = async (domain = 'council.example') => (await registry.anonymous.call(beginProviderSignIn, { body: { domain } })).body;
  const finish = (ticket: string, answer: string, agencyId = partnership.agencyId) => registry.anonymous.call(finishProviderSignIn, { body: { agencyId, ticket, answer } });
  /** There and back again with a real browser's steps. */
  const visit = async (subject: string, how?: AtProvider) => {
    const { url, ticket } = await begin();
    const back = await provider.visit(url, subject, how);
    return finish(ticket, back.search.slice(1));
  };
  const signedIn = async (subject: string, how?: AtProvider) => {
    const { body } = await visit(subject, how);
    if (body.outcome !== 'signed-in') throw new Error('Nobody was signed in');
    return body.session;
  };
  const proofOf = async (subject: string, how?: AtProvider): Promise<string> => {
    const { body } = await visit(subject, how);
    if (body.outcome !== 'unknown') throw new Error('They are known already');
    return body.proof;
  };
  const newcomer = async (agencyId = partnership.agencyId): Promise<Person> => registry.withPassword(partnership, await registry.aPerson(partnership, { agencyId }));
  const session = async (of: Person): Promise<RouteClient> => registry.inSession(await registry.signIn(of.email));
  /** Links an account of the provider to somebody's. */
  const link = async (of: Person): Promise<string> => {
    const subject = randomUUID();
    expect((await (await session(of)).call(linkIdentity, { body: { proof: await proofOf(subject) } })).status).toBe(201);
    return subject;
  };

  beforeAll(async () => {
    await Promise.all([provider.listen(), forging.listen()]);
    registry = await startRegistry({
      CONCORDAT_WEB_URL: `${ORIGIN}/`, CONCORDAT_PRIVATE_PROVIDERS: `${provider.host}, ${forging.host}`, CONCORDAT_PROVIDER_CERTIFICATES: credentials.cert,
    });
    partnership = await registry.aPartnership();
    await provider.serve(redirectUri(partnership.agencyId));
    await forging.serve();
    liars = (await registry.anAgency(partnership)).id;
    liar = await registry.administratorOf(partnership, liars);
    await save(partnership.administrator);
    await turn(partnership.administrator, true);
    await save(liar, { issuer: forging.address, domains: ['liars.example'] });
    await turn(liar, true);
    elsewhere = await registry.aPartnership('Elsewhere');
    regular = await newcomer();
    known = await link(regular);
  });
  afterAll(async () => {
    await registry.close();
    await Promise.all([provider.stop(), forging.stop()]);
  });

  describe('as its administrator enters it', () => {
    it('is kept once it answers, its secret sealed, and told to the information governance lead and the audit', async () => {
      const lead = await registry.aPerson(elsewhere, { roles: ['information-governance'] });
      expect((await elsewhere.administrator.call(readIdentityProvider, {})).body).toEqual({ redirectUri: redirectUri(elsewhere.agencyId), provider: null });
      const domains = ['elsewhere.example', 'elsewhere.example'];
      expect((await save(elsewhere.administrator, { domains, secret: null })).problem?.code).toBe('secret-needed');
      const { status, body } = await save(elsewhere.administrator, { domains });
      expect([status, body]).toEqual([200, expect.objectContaining({ issuer: provider.address, domains: ['elsewhere.example'], on: false, linked: 0, version: 1 })]);
      const kept = await registry.database.query<{ id: string; secret: Buffer }>('select id, secret from identity_provider where partnership_id = $1', [elsewhere.partnershipId]);
      expect(kept[0]?.secret.includes(provider.secret)).toBe(false);
      expect(JSON.stringify(body)).not.toContain(provider.secret);
      // The secret as it was, and the version as it was seen.
      expect((await save(elsewhere.administrator, { domains })).problem?.code).toBe('provider-there-already');
      expect((await save(elsewhere.administrator, { domains, version: 1, secret: null, secondFactorCounts: false })).body.version).toBe(2);
      expect((await save(elsewhere.administrator, { domains, version: 1 })).status).toBe(409);
      expect((await registry.events('staff.notice')).filter(({ payload }) => payload['kind'] === 'identity-provider-changed' && JSON.stringify(payload['userIds']) === JSON.stringify([lead.id]))).toHaveLength(2);
      const audited = await registry.database.query('select 1 from audit_entry where kind = $1 and partnership_id = $2', ['identity-provider', elsewhere.partnershipId]);
      expect(audited.length).toBeGreaterThanOrEqual(2);
      const signedInAgo = (minutes: number) => registry.database.query(`update auth.session set "createdAt" = now() - make_interval(mins => $2) where "userId" = $1`, [elsewhere.userId, minutes]);
      await signedInAgo(11);
      expect((await save(elsewhere.administrator, { domains, version: 2 })).problem?.code).toBe('confirmation-needed');
      expect((await turn(elsewhere.administrator, true)).problem?.code).toBe('confirmation-needed');
      await signedInAgo(0);
    });

    it.each([
      ['nothing answers', 'https://127.0.0.1:1', /private network/],
      ['it is in a private network', 'https://10.1.2.3', /private network/],
      ['its name leads into one', 'https://localhost:1', /private network/],
      ['it is not by https', 'http://provider.example', undefined],
    ] as const)('is refused when %s', async (_why, issuer, words) => {
      const refused = await save(liar, { version: 1, issuer, domains: ['liars.example'] });
      if (words === undefined) expect(refused.status).toBe(400);
      else expect([refused.problem?.code, refused.problem?.detail]).toEqual(['provider-not-reached', expect.stringMatching(words)]);
    });

    it.each([
      ['names another issuer', { described: { issuer: 'https://login.example' } }, /another issuer/],
      ['sends elsewhere', { sends: 'https://169.254.169.254/latest' }, /no description/],
      ['lacks its keys', { described: { jwks_uri: undefined } }, /lacks an address/],
      ['leads browsers to a script', { described: { authorization_endpoint: 'javascript:alert(1)' } }, /lacks an address/],
      ['takes tokens by http', { described: { token_endpoint: 'http://127.0.0.1/token' } }, /lacks an address/],
    ] as const)('is refused when its description %s', async (_why, faults, words) => {
      Object.assign(forging, { described: {}, ...faults });
      const refused = await save(liar, { version: 1, issuer: forging.address, domains: ['liars.example'] });
      Object.assign(forging, { described: {}, sends: null });
      expect([refused.problem?.code, refused.problem?.detail]).toEqual(['provider-not-reached', expect.stringMatching(words)]);
    });

    it('leads nobody of another agency, and no domain twice', async () => {
      await newcomer(liars);
      const { body } = await liar.call(readIdentityProvider, {});
      const version = body.provider?.version ?? 0;
      const mine = { version, issuer: forging.address, secret: null };
      expect((await save(liar, { ...mine, domains: ['council.example'] })).problem?.code).toBe('domain-of-others');
      await save(elsewhere.administrator, { version: 2, domains: ['liars.example'] });
      expect((await turn(elsewhere.administrator, true)).problem?.code).toBe('domain-taken');
      expect((await registry.anonymous.call(beginProviderSignIn, { body: { domain: 'nowhere.example' } })).problem?.code).toBe('no-provider');
    });
  });

  it('signs in who linked their account signed in by our own means, and acts for that agency alone', async () => {
    const person = await newcomer();
    const subject = randomUUID();
    const { body: unknown } = await visit(subject);
    expect(unknown).toEqual({ outcome: 'unknown', agencyName: 'Blaby District Council', proof: expect.any(String) });
    const proof = unknown.outcome === 'unknown' ? unknown.proof : '';
    const own = await session(person);
    const stranger = await session(await newcomer(liars));
    expect((await stranger.call(linkIdentity, { body: { proof } })).problem?.code).toBe('not-of-agency');
    await registry.database.query(`update auth.session set "createdAt" = now() - interval '11 minutes' where "userId" = $1`, [person.id]);
    expect((await own.call(linkIdentity, { body: { proof } })).problem?.code).toBe('confirmation-needed');
    await own.call(confirmIdentity, { body: { password: PASSWORD } });
    expect((await own.call(linkIdentity, { body: { proof } })).body).toEqual({ agencyName: 'Blaby District Council' });
    expect((await own.call(linkIdentity, { body: { proof } })).problem?.code).toBe('proof-not-taken');
    expect(await registry.events('account.letter-wanted')).toEqual(expect.arrayContaining([expect.objectContaining({ aggregate_id: person.id })]));

    const opened = await signedIn(subject);
    expect(opened.stage).toBe('ready');
    const here = registry.inSession(opened.token);
    const { memberships } = (await here.call(currentSession, {})).body;
    expect(memberships.map(({ agencyId }) => agencyId)).toEqual([partnership.agencyId]);
    expect((await here.call(issueTokens, { body: { audiences: ['jag-cases'] } })).status).toBe(200);
    // What an agency says is not what its people say: what changes how they sign in asks for our own means.
    expect((await here.call(beginPasskey, {})).problem?.code).toBe('confirmation-needed');
    expect((await here.call(changePassword, { body: { current: PASSWORD, password: 'lantern saddle orchid' } })).body.stage).toBe('ready');
    expect((await partnership.administrator.call(readIdentityProvider, {})).body.provider?.linked).toBeGreaterThanOrEqual(1);
  });

  it('is all that somebody needs who was invited, and asks for a second factor of ours where its own does not count', async () => {
    const invited = async (): Promise<{ person: Person; token: string }> => {
      const person = await registry.aPerson(partnership);
      return { person, token: (await partnership.administrator.call(createPasswordLink, { params: { userId: person.id } })).body.token };
    };
    const join = (token: string, proof: string, idempotencyKey = randomUUID()) => registry.anonymous.call(linkIdentityByLink, { body: { token, proof } }, { idempotencyKey });
    const { person, token } = await invited();
    const { body: ways } = await registry.anonymous.call(readAccountLink, { body: { token } });
    expect(ways).toEqual({ name: person.name, passkey: true, organisations: [{ agencyName: 'Blaby District Council', domain: 'council.example' }] });
    const subject = randomUUID();
    const proof = await proofOf(subject, { amr: ['pwd', 'mfa'] });
    expect((await join('made-up', proof)).problem?.code).toBe('link-not-valid');
    const stranger = await registry.aPerson(partnership, { agencyId: liars });
    const { body: theirs } = await liar.call(createPasswordLink, { params: { userId: stranger.id } });
    expect((await join(theirs.token, proof)).problem?.code).toBe('not-of-agency');
    const key = randomUUID();
    const joined = await join(token, proof, key);
    expect([joined.status, joined.body.stage]).toEqual([201, 'ready']);
    expect([(await join(token, proof, key)).body.stage, (await join(token, proof)).problem?.code]).toEqual(['ready', 'link-not-valid']);
    const here = registry.inSession(joined.body.token);
    expect((await here.call(currentSession, {})).body).toMatchObject({ user: { id: person.id }, memberships: [{ agencyId: partnership.agencyId }] });
    expect((await here.call(issueTokens, { body: { audiences: ['jag-cases'] } })).status).toBe(200);
    expect((await signedIn(subject)).stage).toBe('ready');
    expect((await join(token, await proofOf(randomUUID()))).problem?.code).toBe('link-not-valid');
    // The link was its owner's own word: with it they add the second factor, after which no link stands for it.
    const other = await invited();
    const weak = await join(other.token, await proofOf(randomUUID()));
    const passkey = new SoftPasskey(ORIGIN);
    const setting = registry.inSession(weak.body.token);
    const { options, challenge } = (await setting.call(beginPasskey, {})).body;
    expect((await setting.call(addPasskey, { body: { name: 'Phone', challenge, passkey: passkey.made(options.challenge) } })).body.stage).toBe('ready');
    // Or an app, without a password that they do not have; while the link stands for them, and for their agency alone.
    const withApp = randomUUID();
    const third = await join((await invited()).token, await proofOf(withApp));
    const byApp = registry.inSession(third.body.token);
    const { id: sessionId } = (await byApp.call(listOwnSessions, {})).body.items[0] ?? { id: '' };
    const confirmed = (at: Date) => registry.database.query('update auth.session set "confirmedAt" = $2 where id = $1', [sessionId, at]);
    await confirmed(new Date(Date.now() - 11 * 60_000));
    for (const password of [null, PASSWORD]) expect((await byApp.call(beginSecondFactor, { body: { password } })).problem?.code).toBe('confirmation-needed');
    await confirmed(new Date());
    const { uri } = (await byApp.call(beginSecondFactor, { body: { password: null } })).body;
    const kept = (await byApp.call(giveSecondFactor, { body: { code: await AuthenticatorApp.of(uri).code() } })).body;
    expect(kept.stage).toBe('keep-backup-codes');
    const [code = ''] = (await registry.inSession(kept.token).call(makeBackupCodes, { body: { password: null } })).body.codes;
    await registry.inSession(kept.token).call(keepBackupCodes, {});
    expect((await registry.inSession(kept.token).call(currentSession, {})).body).toMatchObject({ stage: 'ready', memberships: [{ agencyId: partnership.agencyId }] });
    for (const password of ['anything', null]) expect((await registry.inSession(kept.token).call(makeBackupCodes, { body: { password } })).problem?.code).toBe('wrong-credentials');
    expect((await registry.inSession((await signedIn(withApp)).token).call(giveBackupCode, { body: { code } })).body.stage).toBe('ready');
    expect(await registry.database.query('select "providerId" is not null as theirs from auth.session where token = $1', [kept.token.split('.')[0]])).toEqual([{ theirs: true }]);
    // Whoever has the agency's account alone cannot try codes for ever.
    const guessing = await signedIn(withApp);
    expect(guessing.stage).toBe('second-factor');
    const guesser = registry.inSession(guessing.token);
    const guesses = [];
    for (let guess = 0; guess < 3; guess += 1) guesses.push(await guesser.call(giveSecondFactor, { body: { code: '000000' } }), await guesser.call(giveBackupCode, { body: { code: 'aaaaa-aaaaa' } }));
    expect(guesses.map(({ problem }) => problem?.code)).toEqual([...Array<string>(5).fill('wrong-code'), 'too-many-attempts']);
    expect((await (await session(regular)).call(beginSecondFactor, { body: { password: null } })).problem?.code).toBe('wrong-credentials');
    const { body: again } = await partnership.administrator.call(createPasswordLink, { params: { userId: other.person.id } });
    expect((await registry.anonymous.call(readAccountLink, { body: { token: again.token } })).body).toMatchObject({ passkey: false, organisations: [] });
    expect((await join(again.token, await proofOf(randomUUID()))).problem?.code).toBe('link-not-valid');
  });

  it('acts for no other agency or partnership of the same person', async () => {
    const own = await registry.signIn(regular.email);
    await registry.database.query(
      `insert into membership (partnership_id, user_id, user_name, agency_id, roles, starts_on, reviewed_on, account_open, active)
       select partnership_id, user_id, user_name, $2, roles, starts_on, reviewed_on, account_open, active from membership where user_id = $1`,
      [regular.id, liars],
    );
    expect((await registry.inSession(own).call(currentSession, {})).body.memberships).toHaveLength(2);
    const { token } = await signedIn(known);
    const { memberships } = (await registry.inSession(token).call(currentSession, {})).body;
    expect(memberships.map(({ agencyId }) => agencyId)).toEqual([partnership.agencyId]);
  });

  it('stands for two factors where that is agreed and it says so, and otherwise ours is asked for', async () => {
    const person = await newcomer();
    const own = await session(person);
    const subject = await link(person);
    expect((await signedIn(subject)).stage).toBe('ready');
    const { options, challenge } = (await own.call(beginPasskey, {})).body;
    const passkey = new SoftPasskey(ORIGIN);
    await own.call(addPasskey, { body: { name: 'Laptop', challenge, passkey: passkey.made(options.challenge) } });
    for (const how of [{ acr: 'urn:two' }, { amr: ['pwd', 'mfa'] }]) expect((await signedIn(subject, how)).stage).toBe('ready');
    for (const how of [{}, { acr: 'urn:one' }, { amr: ['pwd'] }]) expect((await signedIn(subject, how)).stage).toBe('second-factor');
    const { token } = await signedIn(subject);
    const waiting = registry.inSession(token);
    expect((await waiting.call(issueTokens, { body: { audiences: ['jag-cases'] } })).problem?.code).toBe('second-factor-needed');
    const asked = (await registry.anonymous.call(askForPasskey, {})).body;
    const given = await waiting.call(givePasskey, { body: { challenge: asked.challenge, passkey: passkey.shown(asked.options.challenge) } });
    expect(given.body.stage).toBe('ready');
    // It goes on as the agency's: it did not become more by our second factor.
    expect((await registry.inSession(given.body.token).call(beginPasskey, {})).problem?.code).toBe('confirmation-needed');
    const { body } = await partnership.administrator.call(readIdentityProvider, {});
    await save(partnership.administrator, { version: body.provider?.version ?? 0, secondFactorCounts: false });
    expect((await signedIn(subject, { acr: 'urn:two' })).stage).toBe('second-factor');
    await save(partnership.administrator, { version: (body.provider?.version ?? 0) + 1 });
  });

  it('is believed once, in the browser and for the agency that asked', async () => {
    const { url, ticket } = await begin();
    const back = (await provider.visit(url, known)).search.slice(1);
    const other = await begin();
    const refusals = [
      await finish(other.ticket, back),
      await finish(ticket.slice(0, -2), back),
      await finish(await proofOf(randomUUID()), back),
      await finish(ticket, back, liars),
      await finish(ticket, new URLSearchParams({ error: 'access_denied', state: new URLSearchParams(back).get('state') ?? '' }).toString()),
    ];
    // Its ticket was used by the last: nothing is tried twice.
    refusals.push(await finish(ticket, back));
    expect(refusals.map(({ status, problem }) => [status, problem?.code])).toEqual(refusals.map(() => [401, 'provider-refused']));
    const again = await begin();
    const answer = (await provider.visit(again.url, known)).search.slice(1);
    expect((await finish(again.ticket, answer)).body.outcome).toBe('signed-in');
    expect((await finish(again.ticket, answer)).problem?.code).toBe('provider-refused');
    // A code is the provider's to take once, and the next ticket is another's.
    expect((await finish((await begin()).ticket, answer)).problem?.code).toBe('provider-refused');
  });

  it.each<[string, Forgery]>([
    ['of another issuer', { claims: { iss: 'https://login.example' } }],
    ['for another client', { claims: { aud: 'somebody-else' } }],
    ['for several clients, and ours not the one that asked', { claims: { aud: ['concordat', 'other'], azp: 'other' } }],
    ['with another nonce', { claims: { nonce: 'of another sign-in' } }],
    ['without a nonce', { claims: { nonce: undefined } }],
    ['that has run out', { claims: { exp: Math.floor(Date.now() / 1000) - 120, iat: Math.floor(Date.now() / 1000) - 500 } }],
    ['without an end', { claims: { exp: undefined } }],
    ['without a subject', { claims: { sub: undefined } }],
    ['signed by another key', { signed: 'by-another' }],
    ['that is not signed', { signed: 'not-at-all' }],
    ['signed with the public key for a secret', { signed: 'with-the-public-key' }],
  ])('is not believed with a token %s', async (_what, forgery) => {
    const { url, ticket } = await begin('liars.example');
    const refused = await finish(ticket, forging.answer(url, 'somebody', forgery), liars);
    expect([refused.status, refused.problem?.code]).toEqual([401, 'provider-refused']);
  });

  it('is not believed for another’s answer (RFC 9207), and is where nothing is wrong', async () => {
    const mixed = async (change: (answer: URLSearchParams) => void) => {
      const { url, ticket } = await begin('liars.example');
      const answer = new URLSearchParams(forging.answer(url, 'somebody'));
      change(answer);
      return finish(ticket, answer.toString(), liars);
    };
    expect((await mixed((answer) => answer.set('iss', provider.address))).problem?.code).toBe('provider-refused');
    expect((await mixed((answer) => answer.delete('iss'))).problem?.code).toBe('provider-refused');
    expect((await mixed((answer) => answer.set('state', 'made up'))).problem?.code).toBe('provider-refused');
    expect((await mixed(() => undefined)).body.outcome).toBe('unknown');
  });

  it('names nobody by an address, checked or not: who has not linked their account is unknown', async () => {
    const { url, ticket } = await begin('liars.example');
    const answer = forging.answer(url, 'the administrator', { claims: { email: partnership.email, email_verified: true, preferred_username: partnership.email } });
    expect((await finish(ticket, answer, liars)).body.outcome).toBe('unknown');
    // The subject of one provider is nobody at another.
    const second = await begin('liars.example');
    expect((await finish(second.ticket, forging.answer(second.url, known), liars)).body.outcome).toBe('unknown');
  });

  it('leaves neither address nor subject behind', async () => {
    const kept = await registry.database.query<{ row: string }>('select row_to_json(l)::text as row from auth.provider_link l');
    expect(kept.length).toBeGreaterThan(0);
    for (const { row } of kept) expect(row).not.toContain(known);
    const { url } = await begin();
    expect(new URL(url).searchParams.get('scope')).toBe('openid');
    expect(url).not.toMatch(/login_hint|%40|@/);
    const { searchParams } = new URL(url);
    expect([searchParams.get('response_type'), searchParams.get('code_challenge_method'), searchParams.get('redirect_uri')]).toEqual(['code', 'S256', redirectUri(partnership.agencyId)]);
  });

  it('is asked for its description once in a while, also while it does not answer', async () => {
    const again = async () => {
      await turn(liar, false);
      await turn(liar, true);
    };
    const code = async () => (await registry.anonymous.call(beginProviderSignIn, { body: { domain: 'liars.example' } })).problem?.code;
    await again();
    const before = forging.asked;
    forging.sends = 'https://login.example';
    expect(await Promise.all([code(), code()])).toEqual(['provider-not-reached', 'provider-not-reached']);
    forging.sends = null;
    expect(await code()).toBe('provider-not-reached');
    expect(forging.asked - before).toBe(1);
    await again();
    for (let times = 0; times < 2; times += 1) expect(await code()).toBeUndefined();
    expect(forging.asked - before).toBe(2);
  });

  it('lets one account in for one person, until they take it away', async () => {
    const person = await newcomer();
    const subject = await link(person);
    const colleague = await newcomer();
    const second = await proofOf(randomUUID());
    expect((await (await session(person)).call(linkIdentity, { body: { proof: second } })).problem?.code).toBe('linked-already');
    const own = await session(person);
    const [linked] = (await own.call(listIdentities, {})).body.items;
    expect(linked).toMatchObject({ agencyName: 'Blaby District Council' });
    expect((await (await session(colleague)).call(removeIdentity, { params: { identityId: linked?.id ?? '' } })).status).toBe(404);
    const opened = registry.inSession((await signedIn(subject)).token);
    expect((await opened.call(removeIdentity, { params: { identityId: linked?.id ?? '' } })).problem?.code).toBe('confirmation-needed');
    const removing = randomUUID();
    for (const idempotencyKey of [removing, removing]) expect((await own.call(removeIdentity, { params: { identityId: linked?.id ?? '' } }, { idempotencyKey })).status).toBe(200);
    expect((await own.call(removeIdentity, { params: { identityId: linked?.id ?? '' } })).status).toBe(404);
    expect((await opened.call(currentSession, {})).status).toBe(401);
    const free = await proofOf(subject);
    expect((await (await session(colleague)).call(linkIdentity, { body: { proof: free } })).status).toBe(201);
  });

  it('lets no leaver in, whatever it says, and nobody once it is off or another', async () => {
    const [person, leaver] = [await newcomer(), await newcomer()];
    const [subject, left] = [await link(person), await link(leaver)];
    const { version } = (await partnership.administrator.call(getPerson, { params: { userId: leaver.id } })).body;
    await partnership.administrator.call(closeAccount, { params: { userId: leaver.id }, body: { version, why: 'Left' } });
    expect((await visit(left)).problem?.code).toBe('provider-refused');

    const open = registry.inSession((await signedIn(subject)).token);
    const { ticket, url } = await begin();
    const answer = (await provider.visit(url, subject)).search.slice(1);
    await turn(partnership.administrator, false);
    expect((await open.call(currentSession, {})).status).toBe(401);
    expect((await finish(ticket, answer)).problem?.code).toBe('provider-refused');
    expect((await registry.anonymous.call(beginProviderSignIn, { body: { domain: 'council.example' } })).problem?.code).toBe('no-provider');
    await turn(partnership.administrator, true);
    expect((await signedIn(subject)).stage).toBe('ready');

    const { body } = await partnership.administrator.call(readIdentityProvider, {});
    await save(partnership.administrator, { version: body.provider?.version ?? 0, clientId: 'another' });
    expect(await registry.database.query('select 1 from auth.provider_link where user_id = $1', [person.id])).toEqual([]);
    await save(partnership.administrator, { version: (body.provider?.version ?? 0) + 1 });
  });
});
