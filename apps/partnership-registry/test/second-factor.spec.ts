import {
  beginSecondFactor,
  currentSession,
  getPerson,
  giveBackupCode,
  giveSecondFactor,
  issueTokens,
  keepBackupCodes,
  readBackupCodes,
  readSecondFactor,
  replaceBackupCodes,
  resetSecondFactor,
  signIn,
} from '@concordat/contracts-partnership-registry';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RouteClient } from '@concordat/testing';
import { exemptFromSecondFactor, provisionPartnership } from '../src/provision.js';
import { codeOfNow, farFromTheNextStep, secretIn } from './authenticator-app.js';
import { PASSWORD, startRegistry, type TestPartnership, type TestRegistry } from './registry.js';
import { watchedLog } from './watched-log.js';

describe('the second factor', () => {
  let registry: TestRegistry;
  let partnership: TestPartnership;
  let secret: Buffer;
  let backupCodes: string[];
  /** The code of now as a phone shows it when thirty seconds have gone by since the last one was used. */
  const aNewCode = async (): Promise<string> => {
    await registry.database.query(`update auth."twoFactor" set "lastUsedStep" = "lastUsedStep" - 10`);
    return codeOfNow(secret);
  };
  const begin = async (): Promise<RouteClient> =>
    registry.inSession((await registry.anonymous.call(signIn, { body: { email: partnership.email, password: PASSWORD } })).body.token);

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
    secret = secretIn(begun.body.uri);
    expect((await session.call(giveSecondFactor, { body: { code: '000000' } })).problem?.code).toBe('wrong-code');
    const given = await session.call(giveSecondFactor, { body: { code: await aNewCode() } });
    expect(given.body.stage).toBe('keep-backup-codes');
    const keeping = registry.inSession(given.body.token);
    expect((await keeping.call(issueTokens, { body: { audiences: ['jag-cases'] } })).problem?.code).toBe('second-factor-needed');
    const shown = await keeping.call(readBackupCodes, {});
    expect(new Set(shown.body.codes).size).toBe(10);
    // Until they are kept they can be read again: the page may have been lost on its way.
    expect((await keeping.call(readBackupCodes, {})).body).toEqual(shown.body);
    backupCodes = shown.body.codes;
    expect((await keeping.call(keepBackupCodes, {})).status).toBe(200);
    expect((await keeping.call(readBackupCodes, {})).problem?.code).toBe('backup-codes-kept');
    expect((await keeping.call(keepBackupCodes, {})).problem?.code).toBe('backup-codes-kept');
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

  it('takes a code once, while it is shown and for thirty seconds more, and none before it is shown', async () => {
    await farFromTheNextStep();
    const code = await aNewCode();
    expect((await (await begin()).call(giveSecondFactor, { body: { code } })).body.stage).toBe('ready');
    const again = await begin();
    const refused = async (given: string): Promise<void> => expect((await again.call(giveSecondFactor, { body: { code: given } })).problem?.code).toBe('wrong-code');
    await refused(code);
    await refused(codeOfNow(secret, -1));
    await aNewCode();
    // Apps whose clocks are two steps behind, one and two ahead, and then one behind.
    for (const offset of [-2, 1, 2]) await refused(codeOfNow(secret, offset));
    expect((await again.call(giveSecondFactor, { body: { code: codeOfNow(secret, -1) } })).body.stage).toBe('ready');
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
    expect((await session.call(replaceBackupCodes, { body: { password: 'wrong' } })).problem?.code).toBe('wrong-credentials');
    expect((await session.call(readSecondFactor, {})).body.backupCodesLeft).toBe(7);
    expect((await session.call(replaceBackupCodes, { body: { password: PASSWORD } })).status).toBe(200);
    expect((await session.call(currentSession, {})).body.stage).toBe('keep-backup-codes');
    const { codes } = (await session.call(readBackupCodes, {})).body;
    expect(codes.filter((code) => backupCodes.includes(code))).toEqual([]);
    await session.call(keepBackupCodes, {});
    expect((await (await begin()).call(giveBackupCode, { body: { code: backupCodes.at(-1) ?? '' } })).problem?.code).toBe('wrong-code');
    expect((await (await begin()).call(giveBackupCode, { body: { code: codes[0] ?? '' } })).body.stage).toBe('ready');
    const stored = await registry.database.query<{ backupCodes: string }>('select "backupCodes" from auth."twoFactor"');
    expect(codes.some((code) => stored.some((row) => row.backupCodes.includes(code)))).toBe(false);
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
    const code = codeOfNow(secret);
    for (const gone of [await waiting.call(giveSecondFactor, { body: { code } }), await waiting.call(giveBackupCode, { body: { code: backupCodes.at(-1) ?? '' } })]) expect(gone.status).toBe(401);
    expect((await registry.anonymous.call(signIn, { body: { email: partnership.email, password: PASSWORD } })).body.stage).toBe('set-up-second-factor');
  });
});
