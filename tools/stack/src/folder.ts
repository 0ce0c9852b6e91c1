import { chmod, mkdir, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { systemCode } from './failure.js';

/** The copy of Concordat that this is. */
export const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');

/** The pinned Node of this copy. */
export const pinnedNode = join(root, 'node_modules/node/bin/node');

/** Where Node keeps compiled modules, so that a second start need not compile them again. */
export const compileCache = join(root, '.concordat', 'compiled');

const running = z.object({
  pid: z.int(),
  web: z.string().nullable(),
  services: z.record(z.string(), z.string()).optional(),
  postgresUrl: z.string(),
  redisUrl: z.string().nullable(),
});

/** What a running stack tells the commands of the same copy: where it is. Holds a password: mode 600. */
export type Running = z.output<typeof running>;

/** Where a stack keeps everything: one ignored folder, in which deleting everything but `programs` begins again. */
export interface StackFolder {
  path: string;
  postgres: string;
  redis: string;
  mail: string;
  logs: string;
  secrets: string;
  accounts: string;
  /** Where `npm run backup` writes. */
  backups: string;
  /** What is kept beside the databases to hold them to: destroyed keys, and signed ends of the audit's chains. */
  records: string;
  /** The build whose migrations have run on the data here. */
  migrated: string;
  /** Redis, when it had to be fetched: kept by `--fresh`. */
  programs: string;
}

export function stackFolder(path = join(root, '.concordat')): StackFolder {
  return {
    path,
    postgres: join(path, 'postgres'),
    redis: join(path, 'redis'),
    mail: join(path, 'mail'),
    logs: join(path, 'logs'),
    secrets: join(path, 'secrets'),
    accounts: join(path, 'accounts'),
    backups: join(path, 'backups'),
    records: join(path, 'records'),
    migrated: join(path, 'migrated'),
    programs: join(root, '.concordat', 'programs'),
  };
}

/** Makes the folder. It can be passed through, for PostgreSQL may run as another user; what lies in it cannot be read. */
export async function makeFolder(folder: StackFolder): Promise<void> {
  await mkdir(folder.path, { recursive: true, mode: 0o711 });
  await chmod(folder.path, 0o711);
  for (const inner of [folder.redis, folder.mail, folder.logs, folder.records]) await mkdir(inner, { recursive: true, mode: 0o700 });
}

/** Where the signed ends of the audit's chains are kept, of the folder that is kept beside the databases. */
export const auditHeads = (records: string): string => join(records, 'audit-heads');

/** Where the databases lie: elsewhere than the folder says, when PostgreSQL runs as a user who cannot reach that. */
export const placeOfData = (folder: StackFolder): Promise<string> => realpath(folder.postgres).catch(() => folder.postgres);

const BEFORE_RESTORE = '.before-restore';

/** Where a restore at that instant leaves what it replaces at `place`: beside it, under a name that no other restore has. */
export const placeBeforeRestore = (place: string, at: Date): string => `${place}${BEFORE_RESTORE}-${at.toISOString().replaceAll(':', '')}`;

/** What restores replaced at `place`, all of them. */
async function replacedAt(place: string): Promise<string[]> {
  const beside = await readdir(dirname(place)).catch(() => []);
  return beside.filter((name) => name.startsWith(`${basename(place)}${BEFORE_RESTORE}`)).map((name) => join(dirname(place), name));
}

/**
 * Forgets all data, what restores replaced, secrets and logs of a stack that is not running, and the ends of its audit's chains: held against
 * the next ones they would say that somebody changed those. Backups stay, and so does the list of erasures that goes
 * with them.
 */
export async function emptyFolder(folder: StackFolder): Promise<void> {
  const places = [await placeOfData(folder), folder.postgres, auditHeads(folder.records)];
  const replaced = (await Promise.all(places.map(replacedAt))).flat();
  for (const inner of [...replaced, ...places, folder.redis, folder.mail, folder.logs, folder.secrets, folder.accounts, folder.migrated]) {
    await rm(inner, { recursive: true, force: true });
  }
}

/** A digest of the sources that were built last, as the bootstrap keeps it; null when they were built by hand. */
export const buildStamp = (): Promise<string | null> => readIfThere(join(root, 'node_modules', '.concordat-build'));

const runningFile = (folder: StackFolder): string => join(folder.path, 'running.json');

/** The stack that runs from this folder now, if one does. */
export async function runningStack(folder: StackFolder): Promise<Running | null> {
  const found = await announcedStack(folder);
  return found !== null && (await isStack(found.pid)) ? found : null;
}

/** What a stack of this folder said of itself, whatever process it is a part of; it takes its words back when it stops. */
export async function announcedStack(folder: StackFolder): Promise<Running | null> {
  const text = await readIfThere(runningFile(folder));
  return text === null || text === '' ? null : (running.safeParse(JSON.parse(text)).data ?? null);
}

export async function announce(folder: StackFolder, state: Omit<Running, 'pid'>): Promise<void> {
  await writeFile(runningFile(folder), JSON.stringify({ pid: process.pid, ...state }), { mode: 0o600 });
}

export async function withdraw(folder: StackFolder): Promise<void> {
  await rm(runningFile(folder), { force: true });
}

/** A file's text; null when there is none. */
export async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Whether the process lives and is a stack: after a restart of the machine the number may be another program's. */
async function isStack(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (systemCode(error) !== 'EPERM') return false;
  }
  if (process.platform !== 'linux') return true;
  const command = await readIfThere(`/proc/${pid}/cmdline`).catch(() => null);
  return command?.includes('tools/stack/dist') ?? false;
}
