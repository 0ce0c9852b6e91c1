import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SERVICE_NAMES } from '@concordat/contracts-protocol';
import { readSettings, serviceSettings } from '@concordat/platform-config';
import { chosenIn } from './chosen.js';
import { chosenEnvironment, databaseEnvironment, passedOn, serviceEnvironment, webEnvironment, type Places } from './environment.js';
import { root } from './folder.js';
import { makeSecrets } from './secrets.js';
import { serviceAddresses } from './services.js';

const secrets = makeSecrets();
const places: Places = {
  postgresUrl: 'postgres://postgres:top@127.0.0.1:5432/postgres',
  redisUrl: 'redis://:r@127.0.0.1:6379',
  redisUsers: true,
  services: serviceAddresses([4001, 4002, 4003, 4004, 4005]),
  web: 'http://localhost:3000',
  webHost: '127.0.0.1',
  records: '/data/records',
  smtpUrl: 'smtp://127.0.0.1:2525',
  mailFrom: 'Concordat <no-reply@concordat.example>',
  showsMail: true,
  caughtMailUrl: 'http://127.0.0.1:8025',
};

describe('the environment of a service', () => {
  it.each(SERVICE_NAMES)('of %s holds all that a service needs', (service) => {
    const env = serviceEnvironment(service, places, secrets);
    const settings = readSettings(serviceSettings, env);
    expect(settings.PORT).toBe(4001 + SERVICE_NAMES.indexOf(service));
    expect(settings.CONCORDAT_RECEIVING_KEY.kid).toBe(service);
    expect(Object.keys(settings.CONCORDAT_PUBLIC_KEYS).sort()).toEqual([...SERVICE_NAMES].sort());
  });

  it('gives no service the owner of a database, another service’s roles or the superuser', () => {
    for (const service of SERVICE_NAMES) {
      const env = JSON.stringify(serviceEnvironment(service, places, secrets));
      expect(env).not.toContain(':top@');
      for (const other of SERVICE_NAMES) {
        const { owner, app, relay, keys } = secrets.roles[other];
        expect(env).not.toContain(owner);
        expect([app, relay, keys].every((password) => env.includes(password) === (other === service))).toBe(true);
      }
    }
  });

  it('gives the key that signs tokens to the registry alone, and public halves without private ones', () => {
    for (const service of SERVICE_NAMES) {
      const env = serviceEnvironment(service, places, secrets);
      expect('CONCORDAT_TOKEN_KEY' in env).toBe(service === 'partnership-registry');
      expect(env['CONCORDAT_PUBLIC_KEYS']).not.toContain('"d"');
    }
  });

  it('lets migrations use the owner', () => {
    expect(databaseEnvironment('referrals', places.postgresUrl, secrets)['CONCORDAT_OWNER_DATABASE_URL']).toContain(secrets.roles.referrals.owner);
  });

  it('passes on what somebody chose to those whom it concerns, and nothing that nobody chose', () => {
    const env = { CONCORDAT_REGISTRY_SILENCE_SECONDS: '60', OTEL_TRACES_SAMPLER_ARG: '0.1', CONCORDAT_ROOT_KEY: 'x' };
    const passed = (process: Parameters<typeof chosenEnvironment>[0]) => Object.keys(chosenEnvironment(process, env));
    for (const service of ['jag-cases', 'referrals'] as const) expect(passed(service)).toEqual(['OTEL_TRACES_SAMPLER_ARG', 'CONCORDAT_REGISTRY_SILENCE_SECONDS']);
    for (const other of ['partnership-registry', 'indicators', 'web'] as const) expect(passed(other)).toEqual(['OTEL_TRACES_SAMPLER_ARG']);
    expect(chosenEnvironment('jag-cases', {})).toEqual({});
  });

  it('gives the web addresses and no database', () => {
    const env = webEnvironment(places, secrets);
    expect(JSON.parse(env['CONCORDAT_SERVICES'] ?? '')).toEqual(places.services);
    expect(JSON.stringify(env)).not.toContain('postgres');
  });

  it('passes on nothing secret of the starter’s own environment', () => {
    expect(passedOn({ PATH: '/bin', DATABASE_URL: 'postgres://u:p@h/d', AWS_SECRET_ACCESS_KEY: 'x' })).toEqual({ PATH: '/bin' });
  });

  it('is passed on as the page of settings says', async () => {
    const page = await readFile(join(root, 'docs/operations/settings.md'), 'utf8');
    const said = Array.from(/^`npm start` takes .*$/m.exec(page)?.[0].matchAll(/`(CONCORDAT_\w+)`/g) ?? [], ([, name]) => name);
    const all = new Proxy<Record<string, string>>({}, { get: (_, name) => String(name) });
    const names = new Set([...SERVICE_NAMES, 'web' as const].flatMap((process) => Object.keys(chosenEnvironment(process, all))).map((name) => name.replace(/_FILE$/, '')));
    expect(said.sort()).toEqual([...names].filter((name) => !name.startsWith('OTEL_')).sort());
  });
});

describe('servers of somebody’s own', () => {
  it('are those that are named, and none where the setting is empty', () => {
    const named = { DATABASE_URL: 'postgresql://server.example/postgres', REDIS_URL: 'rediss://server.example', SMTP_URL: 'smtp://server.example' };
    expect(chosenIn(named)).toMatchObject({ postgresUrl: named.DATABASE_URL, redisUrl: named.REDIS_URL, smtpUrl: named.SMTP_URL });
    expect(Object.values(chosenIn({ DATABASE_URL: '', REDIS_URL: '', SMTP_URL: '', MAIL_FROM: '', HOST: '' })).filter((value) => value !== undefined)).toEqual([]);
  });

  it.each([['DATABASE_URL', 'nonsense'], ['DATABASE_URL', 'mysql://user:secret@server.example'], ['REDIS_URL', 'server.example:6379'], ['SMTP_URL', 'https://server.example']])('are refused when %s is %s, without a word of what it is', (setting, value) => {
    expect(() => chosenIn({ [setting]: value })).toThrow(new RegExp(`^${setting} is not an address that begins with \\w+://(?!.*server)`));
  });
});
