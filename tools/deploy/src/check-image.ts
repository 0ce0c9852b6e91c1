// Part of docker/check/check.sh: servers and settings for a trial of the image, and the trial itself.
import { SERVICE_NAMES } from '@concordat/contracts-protocol';
import {
  internalPorts,
  makeSecrets,
  progressOn,
  queuePrefix,
  redisProgram,
  redisUsers,
  serviceAddresses,
  stackFolder,
  startMailCatcher,
  startPostgres,
  startRedis,
} from '@concordat/tool-stack';
import { spawnSync } from 'node:child_process';
import { chmod, cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settingsFiles } from './settings-files.js';
import { giveTo, IMAGE_USER, writeSettings } from './write-settings.js';

const [image = 'concordat:local'] = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), 'concordat-image-'));
const undo: (() => Promise<void>)[] = [() => rm(folder, { recursive: true })];
try {
  await check();
} finally {
  for (const step of undo.reverse()) await step();
}

async function check(): Promise<void> {
  const secrets = makeSecrets();
  const [postgresPort = 0, redisPort = 0, smtpPort = 0, mailPort = 0, webPort = 0, ...ports] = await internalPorts(5 + 2 * SERVICE_NAMES.length);
  const log = join(folder, 'log');
  const postgres = await startPostgres({ directory: join(folder, 'postgres'), port: postgresPort, password: secrets.postgres, log, durable: false });
  undo.push(() => postgres.stop());
  const program = await redisProgram(stackFolder().programs, progressOn(process.stdout));
  const redis = await startRedis({ program, directory: join(folder, 'redis'), port: redisPort, password: secrets.redis, users: redisUsers(queuePrefix(secrets), secrets), log, durable: false });
  undo.push(() => redis.stop());
  const mail = await startMailCatcher({ directory: join(folder, 'mail'), smtpPort, httpPort: mailPort });
  undo.push(() => mail.close());

  const services = serviceAddresses(ports);
  const at = { postgres: `127.0.0.1:${postgresPort}`, redis: `127.0.0.1:${redisPort}`, services };
  const settings = join(folder, 'settings');
  const installation = { url: new URL('https://concordat.example'), smtpUrl: `smtp://127.0.0.1:${smtpPort}`, mailFrom: 'Concordat <no-reply@concordat.example>', at };
  await writeSettings(settings, settingsFiles(installation, secrets));
  await giveTo(IMAGE_USER, settings);

  const env = { CONCORDAT_REGISTRY_URL: services['partnership-registry'], CONCORDAT_SERVICES: JSON.stringify(services) };
  const workers = ports.slice(SERVICE_NAMES.length);
  const processes = [
    ...SERVICE_NAMES.map((name) => ({ name, file: `apps/${name}/dist/main.js`, settings: name, port: Number(new URL(services[name]).port), env })),
    ...SERVICE_NAMES.map((name, index) => ({ name: `${name} worker`, file: `apps/${name}/dist/worker.js`, settings: name, port: workers[index], env })),
    { name: 'web', file: 'apps/web/dist/main.js', settings: 'web', port: webPort, env },
  ];
  const trial = join(folder, 'check');
  await cp(new URL('../../../docker/check', import.meta.url), trial, { recursive: true });
  await writeFile(join(trial, 'processes.json'), JSON.stringify({ processes }));
  await chmod(folder, 0o755);

  const words = ['build', '--isolation', 'chroot', '--network', 'host', '--no-cache', '--build-arg', `IMAGE=${image}`, '--volume', `${settings}:/run/settings:ro`, '--volume', `${trial}:/check:ro`];
  const { status } = spawnSync('podman', [...words, '--file', join(trial, 'Dockerfile'), trial], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
}
