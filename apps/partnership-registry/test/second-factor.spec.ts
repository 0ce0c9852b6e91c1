import {
  beginSecondFactor,
  currentSession,
  getPerson,
  giveBackupCode,
  giveSecondFactor,
  issueTokens,
  keepBackupCodes,
  makeBackupCodes,
  readSecondFactor,
  resetSecondFactor,
  signIn,
} from '@concordat/contracts-partnership-registry';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuthenticatorApp, eventually, type RouteClient } from '@concordat/testing';
import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';
import { Client } from 'pg';
import { OldBackupCodes } from '../src/accounts/old-backup-codes.js';
import { exemptFromSecondFactor, provisionPartnership } from '../src/provision.js';
import { isPasswordOf } from '../src/accounts/password-hash.js';
import { PASSWORD, startRegistry, type TestPartnership, type TestRegistry } from './registry.js';
import { watchedLog } from './watched-log.js';

describe('the second factor', () => {
  let registry: TestRegistry;
  let partnership: TestPartnership;
  let app: AuthenticatorApp;
  let backupCodes: string[];
  /** The code of now as a phone shows it when thirty seconds have gone by since the last one was used. */
  const aNewCode = async (): Promise<string> => {
    await registry.database.query(`update auth."twoFactor" set "lastUsedStep" = "lastUsedStep" - 10`);
    return app.code();
  };
  const begin = async (): Promise<RouteClient> =>
    registry.inSession((await registry.anonymous.call(signIn, { body: { email: partnership.email, password: PASSWORD } })).body.token);
  /** What the database keeps of a person's backup codes, to whoever has the key of the registry too. */
  const keptOf = async (userId: string): Promise<string[]> => {
    const [stored] = await registry.database.query<{ backupCodes: string }>('select "backupCodes" from auth."twoFactor" where "userId" = $1', [userId]);
    return JSON.parse(await symmetricDecrypt({ key: secretOf(registry), data: stored?.backupCodes ?? '' })) as string[];
  };

  beforeAll(async () => {
    registry = await startRegistry({ CONCORDAT_REQUIRE_SECOND_FACTOR: 'true' });
    partnership = await registry.aPartnership();
    // As it is where a demonstration may be: some of these accounts are exempt.
    await registry.database.query('delete from installation');
  });
  afterAll(() => registry.close());

  it('is demanded: a session without it can set it up and do nothing else', async () => {
    const { body } = await registry.anonymous.call(signIn, { body: { email: partnership.email, password: PASSWORD } });
    expect(body.stage).toBe('set-up-second-factor');
    const session = registry.inSession(body.token);
    expect((await session.call(issueTokens, { body: { audiences: ['jag-cases'] } })).problem?.code).toBe('second-factor-needed');
    expect((await session.call(currentSession, {})).body).toMatchObject({ stage: 'set-up-second-factor', acting: null, memberships: [] });
    expect((await session.call(beginSecondFactor, { body: { password: 'wrong' } })).problem?.code).toBe('wrong-credentials');

    const other = await registry.signIn(partnership.email);
    const begun = await session.call(beginSecondFactor, { body: { password: PASSWORD } });
    expect(begun.body.uri).toMatch(/^otpauth:\/\/totp\/Concordat:/);
    app = AuthenticatorApp.of(begun.body.uri);
    expect((await session.call(giveSecondFactor, { body: { code: '000000' } })).problem?.code).toBe('wrong-code');
    const given = await session.call(giveSecondFactor, { body: { code: await aNewCode() } });
    expect(given.body.stage).toBe('keep-backup-codes');
    const keeping = registry.inSession(given.body.token);
    expect((await keeping.call(issueTokens, { body: { audiences: ['jag-cases'] } })).problem?.code).toBe('second-factor-needed');
    expect((await keeping.call(readSecondFactor, {})).body).toEqual({ on: true, backupCodesLeft: 0 });
    expect((await keeping.call(keepBackupCodes, {})).problem?.code).toBe('no-backup-codes');
    const lost = await keeping.call(makeBackupCodes, { body: { password: null } });
    // Until they are kept others can be made: the page may have been lost on its way.
    backupCodes = (await keeping.call(makeBackupCodes, { body: { password: null } })).body.codes;
    expect(new Set([...lost.body.codes, ...backupCodes]).size).toBe(20);
    expect((await keeping.call(keepBackupCodes, {})).status).toBe(200);
    expect((await keeping.call(keepBackupCodes, {})).problem?.code).toBe('backup-codes-kept');
    expect((await keeping.call(makeBackupCodes, { body: { password: null } })).problem?.code).toBe('wrong-credentials');
    expect((await keeping.call(readSecondFactor, {})).body).toEqual({ on: true, backupCodesLeft: 10 });
    expect((await registry.inSession(given.body.token).call(issueTokens, { body: { audiences: ['jag-cases'] } })).status).toBe(200);
    // What was begun with the password alone does not become whole by it.
    for (const token of [body.token, other]) expect((await registry.inSession(token).call(currentSession, {})).status).toBe(401);
  });

  it('is asked of everyone who has one, and the log says of each factor that it was taken or refused', async () => {
    const log = watchedLog(registry);
    const { body } = await registry.anonymous.call(signIn, { body: { email: partnership.email, password: PASSWORD } });
    expect(body.stage).toBe('second-factor');
    const waiting = registry.inSession(body.token);
    expect((await waiting.call(currentSession, {})).body).toMatchObject({ stage: 'second-factor', memberships: [] });
    expect((await waiting.call(issueTokens, { body: { audiences: ['jag-cases'] } })).problem?.code).toBe('second-factor-needed');
    expect((await waiting.call(giveSecondFactor, { body: { code: '000000' } })).problem?.code).toBe('wrong-code');
    const given = await waiting.call(giveSecondFactor, { body: { code: await aNewCode() } });
    expect(given.body.stage).toBe('ready');
    expect((await waiting.call(giveSecondFactor, { body: { code: await aNewCode() } })).status).toBe(401);
    expect((await registry.inSession(given.body.token).call(currentSession, {})).body.stage).toBe('ready');
    expect(log.lines()).toEqual([
      { words: 'a first factor was taken', user: partnership.userId, factor: 'password' },
      { words: 'a session was opened', user: partnership.userId, session: expect.any(String), stage: 'ready', factor: 'app' },
      { words: 'signing in was refused', users: [partnership.userId], factor: 'app' },
    ]);
    log.end();
  });

  it('takes a code in its own thirty seconds alone, and once', async () => {
    const code = await aNewCode();
    expect((await (await begin()).call(giveSecondFactor, { body: { code } })).body.stage).toBe('ready');
    const again = await begin();
    const refused = async (given: string): Promise<void> => expect((await again.call(giveSecondFactor, { body: { code: given } })).problem?.code).toBe('wrong-code');
    await refused(code);
    await aNewCode();
    // Codes that were on the screen until now or the step before, and of apps whose clocks are ahead.
    for (const offset of [-1, -2, 1, 2]) await refused(app.shown(offset));
    expect((await again.call(giveSecondFactor, { body: { code: app.shown() } })).body.stage).toBe('ready');
  });

  it('takes a code once when two requests bring it at the same moment', async () => {
    const [one, other] = [await begin(), await begin()];
    const code = await aNewCode();
    const answers = await Promise.all([one, other].map((waiting) => waiting.call(giveSecondFactor, { body: { code } })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
  });

  it('is replaced by a backup code, each once', async () => {
    const [first = '', second = ''] = backupCodes;
    const waiting = await begin();
    expect((await waiting.call(giveBackupCode, { body: { code: 'aaaaa-aaaaa' } })).problem?.code).toBe('wrong-code');
    const log = watchedLog(registry);
    const given = await waiting.call(giveBackupCode, { body: { code: first } });
    expect(log.lines()).toEqual([{ words: 'a session was opened', user: partnership.userId, session: expect.any(String), stage: 'ready', factor: 'backup-code' }]);
    log.end();
    expect(given.body.stage).toBe('ready');
    const session = registry.inSession(given.body.token);
    expect((await session.call(readSecondFactor, {})).body).toEqual({ on: true, backupCodesLeft: 9 });
    expect((await waiting.call(giveBackupCode, { body: { code: second } })).status).toBe(401);
    expect((await (await begin()).call(giveBackupCode, { body: { code: first } })).problem?.code).toBe('wrong-code');
    expect((await session.call(giveBackupCode, { body: { code: second } })).problem?.code).toBe('not-signed-in');
    const [left, right] = [await begin(), await begin()];
    const answers = await Promise.all([left, right].map((either) => either.call(giveBackupCode, { body: { code: second } })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
  });

  it('gets new backup codes for the password, and the old ones end', async () => {
    const [, , third = ''] = backupCodes;
    const session = registry.inSession((await (await begin()).call(giveBackupCode, { body: { code: third } })).body.token);
    for (const password of ['wrong', null]) expect((await session.call(makeBackupCodes, { body: { password } })).problem?.code).toBe('wrong-credentials');
    expect((await session.call(readSecondFactor, {})).body.backupCodesLeft).toBe(7);
    const { codes } = (await session.call(makeBackupCodes, { body: { password: PASSWORD } })).body;
    expect((await session.call(currentSession, {})).body.stage).toBe('keep-backup-codes');
    expect(codes.filter((code) => backupCodes.includes(code))).toEqual([]);
    await session.call(keepBackupCodes, {});
    expect((await (await begin()).call(giveBackupCode, { body: { code: backupCodes.at(-1) ?? '' } })).problem?.code).toBe('wrong-code');
    expect((await (await begin()).call(giveBackupCode, { body: { code: codes[0] ?? '' } })).body.stage).toBe('ready');
    backupCodes = codes.slice(1);
  });

  it('keeps of backup codes nothing but hashes as those of passwords, with a salt that each list has anew', async () => {
    const session = registry.inSession((await (await begin()).call(giveSecondFactor, { body: { code: await aNewCode() } })).body.token);
    const [{ password } = { password: '' }] = await registry.database.query<{ password: string }>('select password from auth.account where "userId" = $1', [partnership.userId]);
    const hashOf = new RegExp(`^([\\da-f]{32}):[\\da-f]{128}:${password.split(':')[2] ?? ''}$`);
    const salts = [];
    for (const _ of ['as they are', 'as others are made']) {
      const kept = await keptOf(partnership.userId);
      expect(kept).toHaveLength(backupCodes.length);
      salts.push(...new Set(kept.map((entry) => hashOf.exec(entry)?.[1])));
      for (const [place, code] of backupCodes.slice(0, 2).entries()) expect(await isPasswordOf(kept[place] ?? '', code, 8)).toBe(true);
      backupCodes = (await session.call(makeBackupCodes, { body: { password: PASSWORD } })).body.codes;
      await session.call(keepBackupCodes, {});
    }
    expect([salts.length, new Set(salts).size, salts.includes(undefined)]).toEqual([2, 2, false]);
  });

  it('shows no backup codes that others have replaced', async () => {
    const session = registry.inSession((await (await begin()).call(giveSecondFactor, { body: { code: await aNewCode() } })).body.token);
    const holding = new Client({ connectionString: registry.env['CONCORDAT_DATABASE_URL'] });
    await holding.connect();
    await holding.query('begin');
    await holding.query('select from auth."twoFactor" for share');
    const making = Promise.all([1, 2].map(() => session.call(makeBackupCodes, { body: { password: PASSWORD } })));
    try {
      await eventually(async () => expect(await registry.database.query(`select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`)).toHaveLength(2));
    } finally {
      await holding.end();
    }
    const made = await making;
    expect(made.map(({ status, problem }) => problem?.code ?? status).sort()).toEqual([200, 'backup-codes-changed']);
    backupCodes = made.find(({ status }) => status === 200)?.body.codes ?? [];
    await session.call(keepBackupCodes, {});
    expect((await (await begin()).call(giveBackupCode, { body: { code: backupCodes.shift() ?? '' } })).body.stage).toBe('ready');
  });

  it('takes backup codes that a version before kept encrypted, and hashes them when one is given, or at night', async () => {
    const codes = ['k3m7q-2xd9p', 'p9raw-4tnc8', 'zzzzz-22222'];
    const keep = async (): Promise<unknown> =>
      registry.database.query('update auth."twoFactor" set "backupCodes" = $1 where "userId" = $2', [await symmetricEncrypt({ key: secretOf(registry), data: JSON.stringify(codes) }), partnership.userId]);
    await keep();
    const session = registry.inSession((await (await begin()).call(giveBackupCode, { body: { code: codes[0] ?? '' } })).body.token);
    expect((await session.call(readSecondFactor, {})).body).toEqual({ on: true, backupCodesLeft: 2 });
    expect((await keptOf(partnership.userId)).map((entry) => entry.split(':').length)).toEqual([3, 3]);
    await keep();
    await registry.app.app.get(OldBackupCodes, { strict: false }).hash();
    const kept = await keptOf(partnership.userId);
    expect(kept.map((entry) => entry.split(':').length)).toEqual([3, 3, 3]);
    // The night after finds nothing to do.
    await registry.app.app.get(OldBackupCodes, { strict: false }).hash();
    expect(await keptOf(partnership.userId)).toEqual(kept);
    expect((await (await begin()).call(giveBackupCode, { body: { code: codes[2] ?? '' } })).body.stage).toBe('ready');
  });

  it('makes no backup codes without end', async () => {
    const session = registry.inSession((await (await begin()).call(giveSecondFactor, { body: { code: await aNewCode() } })).body.token);
    const make = (): Promise<string | undefined> => session.call(makeBackupCodes, { body: { password: null } }).then(({ problem }) => problem?.code);
    backupCodes = (await session.call(makeBackupCodes, { body: { password: PASSWORD } })).body.codes;
    const made = [];
    for (let time = 0; time < 10 && made.at(-1) !== 'too-many-attempts'; time += 1) made.push(await make());
    expect([made.length > 2, made[0], made.at(-1)]).toEqual([true, undefined, 'too-many-attempts']);
    await session.call(keepBackupCodes, {});
  });

  it('cannot be tried for ever', async () => {
    const { body } = await registry.anonymous.call(signIn, { body: { email: partnership.email, password: PASSWORD } });
    const codes: (string | undefined)[] = [];
    for (let attempt = 0; attempt < 6; attempt += 1) {
      codes.push((await registry.inSession(body.token).call(giveSecondFactor, { body: { code: '000000' } })).problem?.code);
    }
    expect(codes).toEqual(['wrong-code', 'wrong-code', 'wrong-code', 'wrong-code', 'wrong-code', 'too-many-attempts']);
    expect((await registry.inSession(body.token).call(giveSecondFactor, { body: { code: await aNewCode() } })).status).toBe(401);
  });

  it('is not asked of a demonstration’s first administrator, beside whom there is no real one', async () => {
    const provision = (email: string, secondFactorExempt: boolean) =>
      provisionPartnership(registry.env, {
        name: 'Elsewhere',
        districts: ['Charnwood'],
        firstAdministrator: { name: 'Priya Nair', email, password: PASSWORD, agency: { name: 'Charnwood Borough Council', kind: 'council' }, secondFactorExempt },
      });
    await provision('demonstration@council.example', true);
    expect((await registry.anonymous.call(signIn, { body: { email: 'demonstration@council.example', password: PASSWORD } })).body.stage).toBe('ready');
    await expect(provision('real@council.example', false)).rejects.toThrow('has accounts of the demonstration');
  });

  it('is not asked of accounts that are exempt, and is set up anew after it was lost', async () => {
    const session = await registry.anonymous.call(signIn, { body: { email: partnership.email, password: PASSWORD } });
    const ready = await registry.inSession(session.body.token).call(giveSecondFactor, { body: { code: await aNewCode() } });
    const administrator = registry.acting(ready.body.token);
    const asAdministrator = { ...partnership, administrator };
    const person = await registry.withPassword(asAdministrator, await registry.aPerson(asAdministrator));
    expect((await registry.anonymous.call(signIn, { body: { email: person.email, password: PASSWORD } })).body.stage).toBe('set-up-second-factor');
    await exemptFromSecondFactor(registry.env, [person.email]);
    expect((await registry.anonymous.call(signIn, { body: { email: person.email, password: PASSWORD } })).body.stage).toBe('ready');
    expect((await administrator.call(getPerson, { params: { userId: person.id } })).body.secondFactor).toBe('exempt');

    // What was removed opens nothing any more, not even a sign-in that waited for it.
    const waiting = await begin();
    const self = (await administrator.call(getPerson, { params: { userId: partnership.userId } })).body;
    expect(self.secondFactor).toBe('on');
    const reset = await administrator.call(resetSecondFactor, { params: { userId: self.id }, body: { version: self.version, why: 'Lost telephone' } });
    expect(reset.body.secondFactor).toBe('not-set-up');
    expect((await registry.inSession(ready.body.token).call(currentSession, {})).status).toBe(401);
    const code = await app.code();
    for (const gone of [await waiting.call(giveSecondFactor, { body: { code } }), await waiting.call(giveBackupCode, { body: { code: backupCodes.at(-1) ?? '' } })]) expect(gone.status).toBe(401);
    expect((await registry.anonymous.call(signIn, { body: { email: partnership.email, password: PASSWORD } })).body.stage).toBe('set-up-second-factor');
  });
});

const secretOf = ({ env }: TestRegistry): string => env['CONCORDAT_AUTH_SECRET'] ?? '';
