import { describe, expect, it } from '@jest/globals';
import { SERVICE_NAMES } from '@concordat/contracts-protocol';
import { readSettings, serviceSettings } from '@concordat/platform-config';
import { internalPorts, makeSecrets, progressOn, redisProgram, stackFolder, startRedis } from '@concordat/tool-stack';
import { Redis } from 'ioredis';
import { CORE_SCHEMA, load, mergeTag } from 'js-yaml';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { makeInstallation, processUser } from './make-installation.js';
import { settingsCommand } from './settings-command.js';
import { settingsFiles } from './settings-files.js';

const composed = z
  .object({
    services: z.record(
      z.string(),
      z.object({
        image: z.string(),
        entrypoint: z.array(z.string()).default([]),
        command: z.array(z.string()).optional(),
        healthcheck: z.object({ test: z.array(z.string()).default([]) }).optional(),
        user: z.string().optional(),
        read_only: z.boolean().optional(),
        cap_drop: z.array(z.string()).optional(),
        security_opt: z.array(z.string()).optional(),
        environment: z.record(z.string(), z.string()).default({}),
        volumes: z.array(z.string()).default([]),
        ports: z.array(z.string()).default([]),
        networks: z.array(z.string()).default([]),
      }),
    ),
  })
  .parse(load(readFileSync(new URL('../../../docker-compose.yml', import.meta.url), 'utf8'), { schema: CORE_SCHEMA.withTags(mergeTag) }));

const secrets = makeSecrets();
const files = settingsFiles({ url: new URL('https://concordat.example'), smtpUrl: 'smtp://mail.example:25', mailFrom: 'Concordat <no-reply@concordat.example>' }, secrets);

/** The process's own, by their image. */
const processes = Object.entries(composed.services).filter(([, { image }]) => image.includes('concordat'));

const folderOf = (name: string): string => {
  const mounted = composed.services[name]?.volumes.find((volume) => volume.includes('CONCORDAT_SETTINGS')) ?? '';
  return /}\/([a-z-]+):\/run\/settings:ro$/.exec(mounted)?.[1] ?? 'none';
};

function environmentOf(name: string): Record<string, string> {
  const folder = folderOf(name);
  const environment: Record<string, string> = {};
  for (const [path, value] of Object.entries(files)) {
    const [inside, setting, ...deeper] = path.split('/');
    if (inside === folder && setting !== undefined && deeper.length === 0) environment[setting] = value;
  }
  return { ...environment, ...composed.services[name]?.environment };
}

describe('an installation in containers', () => {
  it('runs requests and queue work of every service, each with the whole of its settings', () => {
    for (const service of SERVICE_NAMES) {
      for (const name of [service, `${service}-worker`]) {
        expect(composed.services[name]?.command).toEqual(['node', `apps/${service}/dist/${name === service ? 'main' : 'worker'}.js`]);
        expect(readSettings(serviceSettings, environmentOf(name)).CONCORDAT_RECEIVING_KEY.kid).toBe(service);
      }
    }
  });

  it('hands a process its own settings and no other’s, and the owners of databases to the release step alone', () => {
    for (const [name] of processes) {
      expect({ name, folder: folderOf(name) }).toEqual({ name, folder: name.replace(/-worker$/, '') });
      const handed = Object.keys(environmentOf(name)).join(' ');
      if (name === 'release') expect(handed).toContain('ADMIN');
      else expect(handed).not.toMatch(/OWNER|ADMIN/);
    }
  });

  it('gives no process a way to write, to become root or to be reached from outside', () => {
    for (const [name, process] of processes) {
      expect({ name, ...process }).toMatchObject({ user: expect.stringContaining('CONCORDAT_USER'), read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'], ports: [] });
    }
    const published = Object.entries(composed.services).filter(([, { ports }]) => ports.some((port) => !port.startsWith('127.0.0.1:')));
    expect(published.map(([name]) => name)).toEqual(['proxy']);
  });

  it('lets out those alone who have to ask somebody: providers of identity, a mail server, authorities of certificates, a manager of alerts', () => {
    const out = Object.entries(composed.services).filter(([, { networks }]) => networks.includes('outside'));
    expect(out.map(([name]) => name).sort()).toEqual(['notifications-worker', 'partnership-registry', 'prometheus', 'proxy']);
  });

  it('demands a second factor, and knows nothing of the demo', () => {
    expect(Object.keys(files).filter((path) => /SECOND_FACTOR|DEMO|COOKIE/.test(path))).toEqual([]);
    expect(files['web/CONCORDAT_WEB_URL']).toBe('https://concordat.example');
    expect(files['partnership-registry/CONCORDAT_WEB_URL']).toBe('https://concordat.example');
  });

  it('speaks to browsers by TLS 1.2 or later alone, and shows no operator’s address', () => {
    const proxy = readFileSync(new URL('../../../docker/Caddyfile', import.meta.url), 'utf8');
    expect(proxy).toContain('protocols tls1.2 tls1.3');
    expect(proxy).not.toMatch(/http:\/\/|auto_https|insecure/);
    expect(proxy).toMatch(/path \/metrics[^\n]*\n\s*respond @inside 404/);
  });

  it('asks for the health of Redis as a user who can ask for nothing else, and takes no error for health', async () => {
    const { entrypoint = [], healthcheck } = composed.services['redis'] ?? {};
    const added = /echo "(user [^"]+)" >> \/run\/redis\/users\.acl/.exec(entrypoint.join('\n'))?.[1] ?? '';
    const [way, program, ...words] = healthcheck?.test ?? [];
    expect([way, program, words.includes('-e'), words.at(-1)]).toEqual(['CMD', 'redis-cli', true, 'ping']);
    const [username = '', password = ''] = ['--user', '--pass'].map((option) => words[words.indexOf(option) + 1]);
    const place = await mkdtemp(join(tmpdir(), 'redis-health-'));
    const [port = 0] = await internalPorts(1);
    const users = `${files['redis/users.acl'] ?? ''}${added}\n`;
    const server = await startRedis({
      program: await redisProgram(stackFolder().programs, progressOn({ write: () => undefined })),
      directory: join(place, 'data'), port, password: secrets.redis, users, log: join(place, 'log'), durable: false,
    });
    const redis = new Redis({ port, username, password, enableReadyCheck: false });
    expect(await redis.ping()).toBe('PONG');
    for (const command of ['get a', 'info', 'keys *', 'acl list', 'publish a b']) {
      const [name = '', ...rest] = command.split(' ');
      await expect(redis.call(name, ...rest)).rejects.toThrow('NOPERM');
    }
    redis.disconnect();
    await server.stop();
    await rm(place, { recursive: true });
  });

  it('has no history, settings, backups or data in its image, and none but the history in a repository', () => {
    const left = (file: string): string[] => readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8').split('\n');
    expect(left('.dockerignore')).toEqual(expect.arrayContaining(['.git', '.concordat', 'settings', '**/concordat*.tar.gz*']));
    expect(left('.gitignore')).toEqual(expect.arrayContaining(['.concordat/', '/settings/', 'concordat*.tar.gz*']));
  });

  it.each([['--from', 'no address', 'must be an email address'], ['--smtp', 'mail.example', 'must begin with smtp://'], ['--url', 'http://concordat.example', 'must begin with https://']])('is not made with %s %s', async (option, value, said) => {
    const given = { '--url': 'https://concordat.example', '--smtp': 'smtp://mail.example', '--from': 'no-reply@concordat.example', '--folder': join(tmpdir(), 'none'), [option]: value };
    const command = settingsCommand().exitOverride().configureOutput({ writeErr: () => undefined });
    await expect(command.parseAsync(Object.entries(given).flat(), { from: 'user' })).rejects.toThrow(said);
  });

  it('runs as nobody who is root, and its processes’ folders are theirs', async () => {
    const place = await mkdtemp(join(tmpdir(), 'installation-'));
    const folder = join(place, 'settings');
    const own = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
    const user = processUser(own);
    await makeInstallation(folder, { url: new URL('https://concordat.example'), smtpUrl: 'smtp://mail.example:25', mailFrom: 'no-reply@concordat.example' }, own);
    expect(await readFile(join(folder, 'compose.env'), 'utf8')).toContain(`CONCORDAT_USER=${user.uid}:${user.gid}\n`);
    const owners = async (...of: string[]) => Promise.all(of.map(async (path) => (await stat(join(folder, path))).uid));
    const handed = [...processes.map(([name]) => folderOf(name)), ...SERVICE_NAMES.map((service) => `records/${service}`)];
    expect(new Set(await owners(...handed, 'web/CONCORDAT_WEB_SECRET', 'release/jag-cases/CONCORDAT_ROOT_KEY'))).toEqual(new Set([user.uid]));
    expect(await owners('.', 'compose.env', 'postgres', 'redis')).toEqual([own.uid, own.uid, own.uid, own.uid]);
    await rm(place, { recursive: true });
    expect(processUser({ uid: 0, gid: 0 })).toEqual({ uid: 10_001, gid: 10_001 });
    expect(processUser({ uid: 1000, gid: 100 })).toEqual({ uid: 1000, gid: 100 });
  });
});
