import { chmod, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { CannotRun } from '../failure.js';
import { copyRunningServer } from './base-backup.js';
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
 */
export async function backUp({ url, data, folder, now }: { url: string; data: string; folder: string; now: Date }): Promise<BackedUp> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `concordat-${DateTime.fromJSDate(now, { zone: 'utc' }).toFormat("yyyyMMdd'T'HHmmss'Z'")}.tar.gz`);
  const copy = `${file}.copy`;
  try {
    await copyRunningServer(url, data, copy);
    await runTool('tar', ['--create', '--gzip', '--file', `${file}.unfinished`, '--directory', copy, '.']);
    await chmod(`${file}.unfinished`, 0o600);
    await rename(`${file}.unfinished`, file);
  } finally {
    for (const left of [copy, `${file}.unfinished`]) await rm(left, { recursive: true, force: true });
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
