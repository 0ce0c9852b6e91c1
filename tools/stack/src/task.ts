import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { stdin } from 'node:process';
import { text } from 'node:stream/consumers';
import { CannotRun } from './failure.js';
import { compileCache, pinnedNode, root } from './folder.js';
import { guarded } from './processes.js';
import { passedOn } from './environment.js';

/**
 * A step of the start in a process of its own, so that the libraries it needs do not stay in the supervisor's memory.
 * Its order is JSON on standard input, where no other user of the machine sees it; each line that it prints is progress.
 */
export async function runTask(
  file: 'prepare-databases' | 'drop-databases' | 'load-demo',
  order: unknown,
  options: { onLine?: (line: string) => void; onStart?: (child: ChildProcess) => void } = {},
): Promise<void> {
  const [executable = '', ...args] = guarded([pinnedNode, join(root, `tools/stack/dist/${file}.js`)]);
  const child = spawn(executable, args, { cwd: root, env: { ...passedOn(process.env), NODE_COMPILE_CACHE: compileCache }, stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  options.onStart?.(child);
  let complaint = '';
  child.stderr.on('data', (part: Buffer) => {
    complaint = (complaint + part.toString()).slice(-5000);
  });
  createInterface(child.stdout).on('line', (line) => options.onLine?.(line));
  child.stdin.end(JSON.stringify(order));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (status !== 0) throw new CannotRun(complaint.trim(), 'Mend what it says, and start again.');
}

/** Says what is to be done where the registry refused the demo's accounts: its database remembers how it was begun, also where this folder does not. */
export function refusedDemo(error: unknown): never {
  if (!(error instanceof CannotRun) || !error.message.includes('begun without the demonstration')) throw error;
  throw new CannotRun('This installation was begun without the demo, which cannot be loaded beside it.', 'Go on without it: npm start -- --empty');
}

/** The order of the task that this process is. */
export async function order(): Promise<unknown> {
  return JSON.parse(await text(stdin));
}
