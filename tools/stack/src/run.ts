// `npm run --silent sharing|bench|faults|indicators|audit|backup|restore|deploy:settings -- …`: a command with the databases that it needs.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { SERVICE_NAMES } from '@concordat/contracts-protocol';
import { passedOn, recordsEnvironment, type Environment } from './environment.js';
import { backupCommand, restoreCommand } from './backups/commands.js';
import { explanation } from './failure.js';
import { pinnedNode, root, stackFolder } from './folder.js';
import { withLocalDatabase, withLocalDatabases, withScratchPostgres, withScratchServers } from './local-database.js';
import { needsOf, type Needs } from './needs.js';
import { progressOn } from './progress.js';
import { installationSecrets } from './secrets.js';

const [command, ...words] = process.argv.slice(2);
const folder = stackFolder();
const options = { folder, progress: progressOn(process.stderr), env: process.env };
const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function run(): Promise<number> {
  switch (command) {
    case 'sharing':
      return withServers(needsOf('sharing', words), (env) => program('tools/sharing/dist/main.js', env));
    case 'bench':
      return withServers(needsOf('bench', words), (env) => program('tools/bench/dist/main.js', env));
    case 'faults':
      return program('tools/faults/dist/main.js', {});
    case 'indicators':
      return withServers(needsOf('indicators', words), (env) => program('apps/indicators/dist/cli.js', env));
    case 'audit':
      return audit();
    case 'backup':
      await backupCommand({ ...options, say }).parseAsync(words, { from: 'user' });
      return 0;
    case 'restore':
      await restoreCommand({ ...options, say }).parseAsync(words, { from: 'user' });
      return 0;
    case 'deploy:settings':
      return program('tools/deploy/dist/make-settings.js', {});
    default:
      process.stderr.write('Commands: sharing, bench, faults, indicators, audit, backup, restore, deploy:settings\n');
      return 2;
  }
}

/** Runs `work` with what it needs; servers for it alone write to the disk where a figure of the whole way is taken, as an installation's do. */
async function withServers(needs: Needs, work: (env: Environment) => Promise<number>): Promise<number> {
  switch (needs) {
    case 'nothing':
      return work({});
    case 'postgres':
      return withScratchPostgres(folder, (url) => work({ CONCORDAT_SCRATCH_DATABASE_URL: url }));
    case 'servers':
      return withScratchServers(folder, options.progress, ({ postgresUrl, redisUrl }) => work({ CONCORDAT_SCRATCH_DATABASE_URL: postgresUrl, CONCORDAT_SCRATCH_REDIS_URL: redisUrl }));
    case 'databases':
      return withLocalDatabase('indicators', options, work);
  }
}

/** Runs a command's program, in the folder where the person is, and answers its exit status. */
async function program(file: string, env: Environment): Promise<number> {
  const child = spawn(pinnedNode, [join(root, file), ...words], { stdio: 'inherit', env: { ...passedOn(process.env), ...env } });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/** Checks that the audit record of each service is whole. */
async function audit(): Promise<number> {
  const [verb, ...named] = words;
  const asked = SERVICE_NAMES.filter((service) => named.length === 0 || named.includes(service));
  if (verb !== 'verify' || asked.length < named.length) {
    const usage = `npm run --silent audit -- verify [SERVICE…]\nServices: ${SERVICE_NAMES.join(', ')}\n`;
    const helps = verb === '--help' || verb === '-h';
    (helps ? process.stdout : process.stderr).write(usage);
    return helps ? 0 : 2;
  }
  const { verifyAuditOf } = await import('@concordat/platform-audit');
  return withLocalDatabases(options, async (environmentOf) => {
    const records = recordsEnvironment(folder.records, await installationSecrets(folder));
    let status = 0;
    for (const service of asked) {
      const env = { ...environmentOf(service), ...records };
      status = Math.max(status, await verifyAuditOf({ service, env }, (line) => say(`${service}: ${line}`)));
    }
    return status;
  });
}

try {
  process.exitCode = await run();
} catch (error) {
  process.stderr.write(`\nConcordat cannot run: ${explanation(error)}\n`);
  process.exitCode = 1;
}
