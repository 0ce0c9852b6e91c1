import { checkSetUpCode, currentSession, readInstallation, setPassword, setUpInstallation, signIn } from '@concordat/contracts-partnership-registry';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { exemptFromSecondFactor, newSetUpCode, provisionPartnership } from '../src/provision.js';
import { PASSWORD, startRegistry, type TestRegistry } from './registry.js';

describe('an installation that is begun without the demonstration', () => {
  let registry: TestRegistry;
  beforeAll(async () => {
    registry = await startRegistry({ CONCORDAT_REQUIRE_SECOND_FACTOR: 'true', CONCORDAT_WEB_URL: 'https://concordat.example/' });
  });
  afterAll(() => registry.close());

  const email = 'first@council.example';
  const wanted = (code: string, password = PASSWORD) => ({
    body: {
      code,
      name: 'Fenland',
      districts: ['Fenland'],
      agency: { name: 'Fenland Borough Council', kind: 'council' },
      administrator: { name: 'Jo Ferris', email: email.toUpperCase(), password },
    },
  });
  const set = (code: string, password?: string) => registry.anonymous.call(setUpInstallation, wanted(code, password));

  it('gives its first partnership to whoever has the newest code, once', async () => {
    expect((await registry.anonymous.call(readInstallation, {})).body).toEqual({ awaitsSetUp: false });
    expect((await set('aaaaa-aaaaa-aaaaa-aaaaa')).problem?.code).toBe('set-up-code-not-valid');

    const old = (await newSetUpCode(registry.env)) ?? '';
    const code = (await newSetUpCode(registry.env)) ?? '';
    expect(code).toMatch(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/);
    expect((await registry.anonymous.call(readInstallation, {})).body).toEqual({ awaitsSetUp: true });
    const stored = JSON.stringify(await registry.database.query(`select encode(set_up_code_hash, 'escape') from installation`));
    expect(stored).not.toContain(code.replaceAll('-', ''));
    expect((await registry.anonymous.call(checkSetUpCode, { body: { code: old } })).problem?.code).toBe('set-up-code-not-valid');
    const { body } = await registry.anonymous.call(checkSetUpCode, { body: { code: code.toUpperCase().replaceAll('-', ' ') } });
    expect(body.agencyKinds).toContainEqual({ code: 'council', name: 'Council' });
    expect((await set(code, 'passwordpassword')).problem?.code).toBe('common-password');

    const key = randomUUID();
    const send = (idempotencyKey: string) => registry.anonymous.call(setUpInstallation, wanted(code), { idempotencyKey });
    const answers = [...(await Promise.all([send(key), send(key)])), await send(key)];
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect((await send(randomUUID())).problem?.code).toBe('set-up-code-not-valid');
    expect((await registry.anonymous.call(readInstallation, {})).body).toEqual({ awaitsSetUp: false });
    expect((await set(code)).problem?.code).toBe('set-up-code-not-valid');
    expect(await newSetUpCode(registry.env)).toBeNull();
    expect(await registry.database.query('select name from partnership_profile')).toEqual([{ name: 'Fenland' }]);
  });

  it('lets its first administrator in with a password, and asks for a second factor', async () => {
    const { body } = await registry.anonymous.call(signIn, { body: { email, password: PASSWORD } });
    expect(body.stage).toBe('set-up-second-factor');
    expect((await registry.inSession(body.token).call(currentSession, {})).body.user.name).toBe('Jo Ferris');
  });

  const provided = (address: string, known: { password?: string; secondFactorExempt?: boolean } = {}) =>
    provisionPartnership(registry.env, { name: 'Provided', districts: ['Blaby'], firstAdministrator: { name: 'Priya Nair', email: address, agency: { name: 'Council', kind: 'council' }, ...known } });

  it('takes no account of a demonstration, whoever brings it', async () => {
    await expect(provided('demo@council.example', { password: PASSWORD, secondFactorExempt: true })).rejects.toThrow('begun without the demonstration');
    await expect(exemptFromSecondFactor(registry.env, [email])).rejects.toThrow('begun without the demonstration');
    await expect(registry.database.query(`update auth."user" set "secondFactorExempt" = true`)).rejects.toThrow('cannot exist');
    expect(await registry.database.query('select email from auth."user"')).toEqual([{ email }]);
  });

  it('is not begun where there are partnerships', async () => {
    await registry.database.query('delete from installation');
    await expect(newSetUpCode(registry.env)).rejects.toThrow('has partnerships already');
  });

  it('is begun as well by a partnership that its operator makes, and a code that waits ends with it', async () => {
    await registry.database.query('delete from installation');
    const { passwordLink } = await provided('second@council.example');
    const token = /^https:\/\/concordat\.example\/passwords\/(.+)$/.exec(passwordLink ?? '')?.[1] ?? '';
    expect((await registry.anonymous.call(setPassword, { body: { token, password: PASSWORD } })).status).toBe(201);
    expect((await registry.anonymous.call(signIn, { body: { email: 'second@council.example', password: PASSWORD } })).body.stage).toBe('set-up-second-factor');
    await expect(exemptFromSecondFactor(registry.env, [email])).rejects.toThrow('begun without the demonstration');

    await registry.database.query(`update installation set set_up_at = null, set_up_code_hash = '\\x00'`);
    await provided('third@council.example', { password: PASSWORD });
    expect((await registry.anonymous.call(readInstallation, {})).body).toEqual({ awaitsSetUp: false });
    expect(await newSetUpCode(registry.env)).toBeNull();
  });
});
