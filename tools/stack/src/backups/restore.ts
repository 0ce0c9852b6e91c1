import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { databaseUrl, keyStoreDatabase } from '../databases.js';
import { CannotRun } from '../failure.js';
import { auditHeads, placeBeforeRestore, placeOfData, runningStack, type StackFolder } from '../folder.js';
import { internalPorts } from '../ports.js';
import { OtherPassword, startPostgres } from '../postgres.js';
import { readSecrets, type Secrets } from '../secrets.js';
import { markBegun, takeBegun } from './begun.js';
import { eraseAgain, erasuresOf, readJournal, type Erasure } from './erasures.js';
import { runTool } from './run-tool.js';

export interface Restored {
  /** Keys of erased people that the backup had brought back, destroyed again. */
  erasedAgain: number;
  /** Where what was there before was put. */
  before: string | null;
}

/**
 * Puts a backup in the place of this copy's databases. What was erased after the backup stays erased, queues begin
 * empty (every event that its consumers lack is sent again from the outbox), and migrations run at the next start.
 *
 * @throws CannotRun while the stack runs, without its secrets or with others, or for a file that is no backup; then nothing has changed
 */
export async function restore(folder: StackFolder, file: string): Promise<Restored> {
  if ((await runningStack(folder)) !== null) throw new CannotRun('Concordat runs in this folder.', 'Stop it first, with Ctrl-C where it runs.');
  const secrets = await readSecrets(folder);
  if (secrets === null) throw new CannotRun(`${folder.secrets} is missing or damaged: a backup opens with the secrets that it was made with.`, 'Put your copy of the file back, then restore.');
  if (!existsSync(file)) throw new CannotRun(`${file} is not there.`, 'Name a backup: npm run restore -- FILE');

  const unpacked = `${folder.postgres}.restored`;
  await rm(unpacked, { recursive: true, force: true });
  try {
    await mkdir(unpacked, { mode: 0o700 });
    await runTool('tar', ['--extract', '--gzip', '--file', file, '--directory', unpacked]);
    if (!existsSync(join(unpacked, 'backup_label'))) throw new CannotRun(`${file} is not a backup of Concordat.`, 'Name one that `npm run backup` wrote.');
    const begun = await takeBegun(folder, unpacked);
    const known = await erasuresKnownNow(folder, secrets);
    const now = new Date();
    const before = await putAside(folder, now);
    await rename(unpacked, folder.postgres);
    try {
      const erasedAgain = await withServer(folder, secrets, (url) => eraseAgain(keyStoreUrl(url, secrets), known));
      // Work of a time that is now unmade must not be done; the migrations of this version are looked at again.
      await rm(folder.redis, { recursive: true, force: true });
      await rm(folder.migrated, { force: true });
      await setHeadsAside(folder, now);
      await markBegun(folder, begun);
      return { erasedAgain, before };
    } catch (error) {
      await rm(await placeOfData(folder), { recursive: true, force: true });
      await rm(folder.postgres, { force: true });
      if (before !== null) await rename(before, folder.postgres);
      if (error instanceof OtherPassword) throw new CannotRun(`${file} was made with other secrets than ${folder.secrets}.`, 'Put the copy of the file there that was kept with the backup, then restore.');
      throw error;
    }
  } finally {
    await rm(unpacked, { recursive: true, force: true });
  }
}

const keyStoreUrl = (url: string, secrets: Secrets): string => databaseUrl(url, keyStoreDatabase(secrets).database);

/** What the databases know that are about to be replaced; if they no longer start, the list beside them alone. */
async function erasuresKnownNow(folder: StackFolder, secrets: Secrets): Promise<Erasure[]> {
  const journal = await readJournal(join(folder.records, 'erasures'));
  if (!existsSync(folder.postgres)) return journal;
  const stored = await withServer(folder, secrets, (url) => erasuresOf(keyStoreUrl(url, secrets))).catch((error: unknown) => {
    if (error instanceof CannotRun) return [];
    throw error;
  });
  return [...stored, ...journal];
}

async function withServer<T>(folder: StackFolder, secrets: Secrets, work: (url: string) => Promise<T>): Promise<T> {
  const [port = 0] = await internalPorts(1);
  const server = await startPostgres({ directory: folder.postgres, port, password: secrets.postgres, log: join(folder.logs, 'restore.log'), durable: true });
  try {
    return await work(server.url);
  } finally {
    await server.stop();
  }
}

/** The restored record ends before the heads of the time that is unmade: they are kept, and no longer held against it. */
async function setHeadsAside(folder: StackFolder, now: Date): Promise<void> {
  const heads = auditHeads(folder.records);
  if (existsSync(heads)) await rename(heads, placeBeforeRestore(heads, now));
}

/**
 * Beside those of earlier restores: after a mistaken one and a second try, the first of them is all that is left of what
 * people wrote.
 *
 * @returns where the present data was put; null when there is none
 */
async function putAside(folder: StackFolder, now: Date): Promise<string | null> {
  if (!existsSync(folder.postgres)) return null;
  const data = await placeOfData(folder);
  const before = placeBeforeRestore(data, now);
  await rename(data, before);
  await rm(folder.postgres, { force: true });
  return before;
}
