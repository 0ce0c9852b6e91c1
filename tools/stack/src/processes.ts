import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, renameSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Environment } from './environment.js';

export interface Program {
  name: string;
  command: readonly string[];
  env: Environment;
  cwd: string;
  /** File that its standard output and error are added to. */
  log: string;
  /** How it is asked to stop. */
  stopSignal?: NodeJS.Signals;
}

/** A log that has grown past this is put aside when its process starts: two files a process at most. */
const LOG_LIMIT = 5_000_000;

let guard: readonly string[] | undefined;

/**
 * A prefix that makes the system stop a child when this process dies, however it dies. Only Linux has one;
 * elsewhere a killed stack leaves its children, and the next start finds them.
 */
function pdeathGuard(): readonly string[] {
  guard ??=
    process.platform === 'linux' && spawnSync('setpriv', ['--pdeathsig', 'TERM', 'true']).status === 0
      ? ['setpriv', '--pdeathsig', 'TERM', '--']
      : [];
  return guard;
}

/** The command, stopped by the system when this process dies. */
export const guarded = (command: readonly string[]): string[] => [...pdeathGuard(), ...command];

/**
 * Starts a program in a session of its own, so that Ctrl-C in a terminal reaches the stack alone and things stop in
 * their order.
 */
export function startProgram(program: Program, wrap: (command: readonly string[]) => string[] = guarded): ChildProcess {
  const [executable, ...args] = wrap(program.command);
  if (executable === undefined) throw new Error(`${program.name} has no command`);
  rotate(program.log);
  const log = openSync(program.log, 'a', 0o600);
  try {
    return spawn(executable, args, { cwd: program.cwd, env: program.env, stdio: ['ignore', log, log], detached: true });
  } finally {
    closeSync(log);
  }
}

function rotate(log: string): void {
  const size = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LOG_LIMIT) renameSync(log, `${log}.1`);
}

export const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

/** Resolves when the process has ended; at once when it has. */
export function ended(child: ChildProcess): Promise<void> {
  if (hasEnded(child) || child.pid === undefined) return Promise.resolve();
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

/** Asks a process to stop, and ends it when it has not after `grace` milliseconds. */
export async function stopChild(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM', grace = 10_000): Promise<void> {
  if (hasEnded(child) || child.pid === undefined) return;
  child.kill(signal);
  const timer = new AbortController();
  const late = pause(grace, 'late' as const, { signal: timer.signal }).catch(() => 'ended' as const);
  const outcome = await Promise.race([ended(child).then(() => 'ended' as const), late]);
  timer.abort();
  if (outcome === 'late') {
    child.kill('SIGKILL');
    await ended(child);
  }
}

/** The last lines of a log: what to show when its process failed. */
export async function lastLines(log: string, count = 20): Promise<string> {
  const text = await readFile(log, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-count).join('\n');
}

/** Runs a program to its end; answers its exit status. */
export async function runProgram(program: Program): Promise<number> {
  const child = startProgram(program);
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => resolve());
  });
  return child.exitCode ?? 1;
}
