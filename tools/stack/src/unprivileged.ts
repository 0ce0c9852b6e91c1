import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { CannotRun } from './failure.js';

/**
 * How PostgreSQL, which refuses to run as root, is run.
 * - `self`: as whoever runs this.
 * - `namespace`: root under another number in a user namespace of its own: files stay root's, nothing is created.
 * - `user`: as a system user made for it.
 */
export type Identity = { kind: 'self' } | { kind: 'namespace' } | { kind: 'user'; uid: number; gid: number; name: string };

const NAMESPACE = ['unshare', '--user', '--map-user=65534', '--map-group=65534', '--'];
const USER = 'concordat-db';

const works = (command: string, ...args: string[]): boolean => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

let chosen: Identity | undefined;

/** The way that this machine allows. */
export function postgresIdentity(): Identity {
  chosen ??= choose();
  return chosen;
}

function choose(): Identity {
  if (process.getuid?.() !== 0) return { kind: 'self' };
  const [unshare = '', ...args] = NAMESPACE;
  if (process.platform === 'linux' && works(unshare, ...args, 'true')) return { kind: 'namespace' };
  for (const name of [USER, 'nobody']) {
    if (name === USER && idOf(name) === null) spawnSync('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', name], { stdio: 'ignore' });
    const ids = idOf(name);
    if (ids !== null) return { kind: 'user', name, ...ids };
  }
  throw new CannotRun(
    'PostgreSQL does not run as root, and no other user could be made for it.',
    'Run Concordat as another user, or name a PostgreSQL of yours: DATABASE_URL=postgres://… npm start',
  );
}

function idOf(name: string): { uid: number; gid: number } | null {
  const uid = spawnSync('id', ['-u', name], { encoding: 'utf8' });
  const gid = spawnSync('id', ['-g', name], { encoding: 'utf8' });
  if (uid.status !== 0 || gid.status !== 0) return null;
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

/** The command as `identity` runs it. */
export function asIdentity(identity: Identity, command: readonly string[]): string[] {
  switch (identity.kind) {
    case 'self':
      return [...command];
    case 'namespace':
      return [...NAMESPACE, ...command];
    case 'user':
      return ['setpriv', `--reuid=${identity.uid}`, `--regid=${identity.gid}`, '--clear-groups', '--', ...command];
  }
}

/** Whether `identity` may run a program, or enter a folder. */
export function canReach(identity: Identity, path: string): boolean {
  if (identity.kind === 'user') {
    const [executable = '', ...args] = asIdentity(identity, ['test', '-x', path]);
    return works(executable, ...args);
  }
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
