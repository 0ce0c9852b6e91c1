// `npm run --silent sharing|bench|faults|indicators|audit|backup|restore|deploy:settings -- …`: a command with the databases that it needs.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { SERVICE_NAMES } from '@concordat/contracts-protocol';
import { passedOn, recordsEnvironment, type Environment } from './environment.js';
import { backupCommand, restoreCommand } from './backups/commands.js';
import { explanation } from './failure.js';
import { pinnedNode, root, stackFolder } from './folder.js';
import { withLocalDatabase, withLocalDatabases, withScratchPostgres, withScratchServers } from './local-database.js';
import { progressOn } from './progress.js';
import { installationSecrets } from './secrets.js';

const [command, ...words] = process.argv.slice(2);
const folder = stackFolder();
const options = { folder, progress: progressOn(process.stderr), env: process.env };
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Commands of indicators that compute from what they are given. */
const WITHOUT_DATABASE = ['spc', 'compare', 'help', '--help', '-h'];

async function run(): Promise<number> {
  switch (command) {
    case 'sharing': {
      const sharing = (env: Environment): Promise<number> => program('tools/sharing/dist/main.js', env);
      if (!needsScratchDatabase(words)) return sharing({});
      return withScratchPostgres(folder, (url) => sharing({ CONCORDAT_SCRATCH_DATABASE_URL: url }));
    }
    case 'bench':
      return bench();
    case 'faults':
      return program('tools/faults/dist/main.js', {});
    case 'indicators': {
      const indicators = (env: Environment): Promise<number> => program('apps/indicators/dist/cli.js', env);
      const asked = words[0];
      if (asked === undefined || WITHOUT_DATABASE.includes(asked)) return indicators({});
      return withLocalDatabase('indicators', options, indicators);
    }
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

/** A figure of the whole way wants servers that write to the disk, as an installation's do. */
async function bench(): Promise<number> {
  const bench = (env: Environment): Promise<number> => program('tools/bench/dist/main.js', env);
  if (words[0] === 'messages') {
    return withScratchServers(folder, options.progress, ({ postgresUrl, redisUrl }) => bench({ CONCORDAT_SCRATCH_DATABASE_URL: postgresUrl, CONCORDAT_SCRATCH_REDIS_URL: redisUrl }));
  }
  // They start servers of their own.
  if (words[0] === 'start' || words[0] === 'journey') return bench({});
  return withScratchPostgres(folder, (url) => bench({ CONCORDAT_SCRATCH_DATABASE_URL: url }));
}

/** The policy is decided in memory unless an engine of the database is asked for; what shows the engines to agree asks all three. */
function needsScratchDatabase(given: readonly string[]): boolean {
  if (given[0] === 'prove' || given[0] === 'mutations') return true;
  return given.some((word, index) => {
    const engine = word === '--engine' ? given[index + 1] : /^--engine=(.*)$/.exec(word)?.[1];
    return engine === 'query' || engine === 'rls';
  });
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
    process.stderr.write(`npm run --silent audit -- verify [SERVICE…]\nServices: ${SERVICE_NAMES.join(', ')}\n`);
    return 2;
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
