import { cp, mkdir, readdir, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, DatabaseError } from 'pg';
import { CannotRun } from '../failure.js';

/** Holds back the segments of the write-ahead log that the copy needs; gone with the connection. */
const SLOT = 'concordat_backup';

const DUPLICATE_OBJECT = '42710';

/** Never copied: what tells of the running process, and what recovery writes anew. */
const LEFT_OUT = new Set(['postmaster.pid', 'postmaster.opts', 'pg_wal', 'pg_replslot', 'pg_dynshmem', 'pg_notify', 'pg_serial', 'pg_snapshots', 'pg_stat_tmp', 'pg_subtrans']);

/**
 * Copies a running server's data folder to `target` while it goes on working: every database as it was at one instant,
 * which recovery finds by the log that goes with it.
 *
 * @param url of the server's superuser
 * @param target made here
 * @throws CannotRun while another backup is made, or when the server keeps its data elsewhere
 */
export async function copyRunningServer(url: string, data: string, target: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await checkData(client, data);
    await holdLog(client);
    await client.query(`select pg_backup_start('concordat', true)`);
    await copyFiles(data, target);
    const { rows } = await client.query<{ label: string; last: string }>(`select labelfile as label, pg_walfile_name(lsn) as last from pg_backup_stop(false)`);
    const [stopped] = rows;
    const first = /\(file ([0-9A-F]{24})\)/.exec(stopped?.label ?? '')?.[1];
    if (stopped === undefined || first === undefined) throw new Error('PostgreSQL did not say where its copy begins');
    await writeFile(join(target, 'backup_label'), stopped.label, { mode: 0o600 });
    await copyLog(join(data, 'pg_wal'), join(target, 'pg_wal'), { first, last: stopped.last });
  } finally {
    await client.end();
  }
}

/** Concordat may run on a PostgreSQL of somebody else's while there is older data here: a copy of both would be of neither. */
async function checkData(client: Client, data: string): Promise<void> {
  const { rows } = await client.query<{ place: string | null }>(`select case when pg_has_role('pg_read_all_settings', 'usage') then current_setting('data_directory') end as place`);
  if (rows[0]?.place !== (await realpath(data).catch(() => data))) {
    throw new CannotRun('Concordat runs on a PostgreSQL that is not of this copy.', 'Back it up by its own means: docs/operations/backup.md');
  }
}

async function holdLog(client: Client): Promise<void> {
  try {
    await client.query(`select pg_create_physical_replication_slot($1, true, true)`, [SLOT]);
  } catch (error) {
    if (error instanceof DatabaseError && error.code === DUPLICATE_OBJECT) throw new CannotRun('Another backup of this copy is being made.', 'Wait until it has ended, then make another.');
    throw error;
  }
}

async function copyFiles(data: string, target: string): Promise<void> {
  await mkdir(target, { mode: 0o700 });
  for (const entry of await readdir(data)) {
    if (LEFT_OUT.has(entry)) continue;
    await cp(join(data, entry), join(target, entry), { recursive: true, filter: stillThere });
  }
  for (const empty of LEFT_OUT) if (!empty.startsWith('postmaster')) await mkdir(join(target, empty), { mode: 0o700 });
}

/** Temporary files of statements that run; they may be gone before they are read. */
const stillThere = (path: string): boolean => !path.includes('pgsql_tmp');

async function copyLog(from: string, to: string, { first, last }: { first: string; last: string }): Promise<void> {
  for (const segment of await readdir(from)) {
    if (/^[0-9A-F]{24}$/.test(segment) && segment >= first && segment <= last) await cp(join(from, segment), join(to, segment));
  }
}
