import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { CannotRun } from '../failure.js';
import type { StackFolder } from '../folder.js';
import { copyRunningServer } from './base-backup.js';
import { keepBegun } from './begun.js';
import { runTool } from './run-tool.js';

/** Keys of erased subjects live on in backups: none is kept longer. */
const KEPT_DAYS = 30;

const NAME = /^concordat-\d{8}T\d{6}Z\.tar\.gz$/;

export interface BackedUp {
  file: string;
  /** Backups older than thirty days, removed. */
  removed: string[];
}

/**
 * Writes every database of a running server to one file in `folder`, and removes backups there that are too old.
 *
 * @param data the server's data folder
 * @param of the stack whose server it is
 */
export async function backUp({ url, data, of, folder, now }: { url: string; data: string; of: StackFolder; folder: string; now: Date }): Promise<BackedUp> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `concordat-${DateTime.fromJSDate(now, { zone: 'utc' }).toFormat("yyyyMMdd'T'HHmmss'Z'")}.tar.gz`);
  // A place of its own: what another backup writes at the same time is not this one's to remove.
  const place = await mkdtemp(`${file}.unfinished-`);
  try {
    const [copy, packed] = [join(place, 'copy'), join(place, 'packed')];
    await copyRunningServer(url, data, copy);
    await keepBegun(of, copy);
    await runTool('tar', ['--create', '--gzip', '--file', packed, '--directory', copy, '.']);
    await chmod(packed, 0o600);
    await rename(packed, file);
  } finally {
    await rm(place, { recursive: true, force: true });
  }
  return { file, removed: await removeOld(folder, now) };
}

async function removeOld(folder: string, now: Date): Promise<string[]> {
  const removed: string[] = [];
  for (const name of (await readdir(folder)).filter((entry) => NAME.test(entry))) {
    const { mtime } = await stat(join(folder, name));
    if (now.getTime() - mtime.getTime() <= KEPT_DAYS * 86_400_000) continue;
    await rm(join(folder, name));
    removed.push(name);
  }
  return removed;
}

/** The newest backup in `folder`. @throws CannotRun when there is none */
export async function newestBackup(folder: string): Promise<string> {
  const names = await readdir(folder).catch(() => []);
  const newest = names.filter((name) => NAME.test(name)).sort().at(-1);
  if (newest === undefined) throw new CannotRun(`There is no backup in ${folder}.`, 'Name the file: npm run restore -- FILE');
  return join(folder, newest);
}
