import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';

/** Holds back the segments of the write-ahead log that the copy needs; gone with the connection. */
const SLOT = 'concordat_backup';

/** Never copied: what tells of the running process, and what recovery writes anew. */
const LEFT_OUT = new Set(['postmaster.pid', 'postmaster.opts', 'pg_wal', 'pg_replslot', 'pg_dynshmem', 'pg_notify', 'pg_serial', 'pg_snapshots', 'pg_stat_tmp', 'pg_subtrans']);

/**
 * Copies a running server's data folder to `target` while it goes on working: every database as it was at one instant,
 * which recovery finds by the log that goes with it.
 *
 * @param url of the server's superuser
 */
export async function copyRunningServer(url: string, data: string, target: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`select pg_create_physical_replication_slot($1, true, true)`, [SLOT]);
    await client.query(`select pg_backup_start('concordat', true)`);
    await copyFiles(data, target);
    const { rows } = await client.query<{ label: string; last: string }>(`select labelfile as label, pg_walfile_name(lsn) as last from pg_backup_stop(false)`);
    const [stopped] = rows;
    const first = /\(file ([0-9A-F]{24})\)/.exec(stopped?.label ?? '')?.[1];
    if (stopped === undefined || first === undefined) throw new Error('PostgreSQL did not say where its copy begins');
    await writeFile(join(target, 'backup_label'), stopped.label, { mode: 0o600 });
    await copyLog(join(data, 'pg_wal'), join(target, 'pg_wal'), { first, last: stopped.last });
  } catch (error) {
    await rm(target, { recursive: true, force: true });
    throw error;
  } finally {
    await client.end();
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
