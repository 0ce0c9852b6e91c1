import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { chmod, mkdir, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { CannotRun } from './failure.js';
import type { Progress } from './progress.js';

const NAMES = ['redis-server', 'valkey-server'];

/** Debian's redis-tools holds the whole server: `redis-check-rdb` is the same program under another name. */
const DEBIAN_PACKAGES = ['redis-tools', 'libjemalloc2', 'liblzf1', 'libatomic1'];

const MEND =
  'Install one (on Debian and Ubuntu: sudo apt-get install redis-server), or name one of yours: REDIS_URL=redis://HOST:PORT npm start';

/** Whether the program starts here: one with a library missing does not. */
const runs = (program: string): boolean => spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;

/** Whether `file` is there and may be run. */
export function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export function onPath(names: readonly string[], path = process.env['PATH'] ?? ''): string | null {
  for (const folder of path.split(delimiter).filter((each) => each !== '')) {
    const found = names.find((name) => isProgram(join(folder, name)));
    if (found !== undefined) return join(folder, found);
  }
  return null;
}

/**
 * A Redis server's program: the machine's, or one fetched before into `programs`, or one fetched now.
 * It behaves as `redis-server` whatever it is called.
 */
export async function redisProgram(programs: string, progress: Progress): Promise<string> {
  const installed = onPath(NAMES);
  if (installed !== null && runs(installed)) return installed;
  const fetched = join(programs, 'redis', 'redis-server');
  if (runs(fetched)) return fetched;
  if (onPath(['apt-get']) === null || onPath(['dpkg']) === null) {
    throw new CannotRun('There is no Redis on this machine, and no apt-get to fetch one with.', MEND);
  }
  await progress.step('Fetching Redis from Debian (the first time only)', () => fetchRedis(join(programs, 'redis')));
  if (!runs(fetched)) throw new CannotRun('The Redis that was fetched from Debian does not run on this machine.', MEND);
  return fetched;
}

async function fetchRedis(place: string): Promise<void> {
  const work = `${place}.new`;
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  const run = (command: string, args: string[]): string | null => {
    const result = spawnSync(command, args, { cwd: work, encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } });
    return result.status === 0 ? null : (result.stderr || (result.error?.message ?? '')).trim();
  };
  let failure = run('apt-get', ['download', ...DEBIAN_PACKAGES]);
  if (failure !== null) {
    // The machine has no package lists, or old ones: lists of our own need no root and change nothing of the system's.
    const own = await ownLists(join(work, 'apt'));
    failure = run('apt-get', [...own, 'update']) ?? run('apt-get', [...own, 'download', ...DEBIAN_PACKAGES]);
  }
  if (failure !== null) throw new CannotRun(`There is no Redis on this machine, and it could not be fetched from Debian:\n${failure}`, MEND);
  for (const file of await readdir(work)) {
    if (!file.endsWith('.deb')) continue;
    const unpacked = run('dpkg', ['-x', file, 'unpacked']);
    if (unpacked !== null) throw new CannotRun(`${file} could not be unpacked:\n${unpacked}`, MEND);
    await rm(join(work, file));
  }
  await rm(join(work, 'apt'), { recursive: true, force: true });
  await makeServer(work);
  await rm(place, { recursive: true, force: true });
  await rename(work, place);
}

async function ownLists(folder: string): Promise<string[]> {
  for (const inner of ['lists/partial', 'cache/archives/partial']) await mkdir(join(folder, inner), { recursive: true });
  return ['-o', `Dir::State::lists=${folder}/lists`, '-o', `Dir::Cache=${folder}/cache`, '-o', 'APT::Sandbox::User='];
}

/** A script that runs the unpacked program as `redis-server`, with the libraries that came with it, wherever the folder is. */
async function makeServer(work: string): Promise<void> {
  await mkdir(join(work, 'bin'));
  await symlink('../unpacked/usr/bin/redis-check-rdb', join(work, 'bin/redis-server'));
  const [machine = ''] = await readdir(join(work, 'unpacked/usr/lib'));
  const script = [
    '#!/bin/sh',
    'here=$(dirname "$(readlink -f "$0")")',
    `LD_LIBRARY_PATH="$here/unpacked/usr/lib/${machine}\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"`,
    'export LD_LIBRARY_PATH',
    'exec "$here/bin/redis-server" "$@"',
    '',
  ];
  await writeFile(join(work, 'redis-server'), script.join('\n'));
  await chmod(join(work, 'redis-server'), 0o755);
}
