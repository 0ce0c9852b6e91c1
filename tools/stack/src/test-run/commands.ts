import { spawn, type ChildProcess } from 'node:child_process';
import { guarded } from '../processes.js';

export interface Outcome {
  status: number;
  output: string;
}

/** Children of the test run, ended with it. */
const children = new Set<ChildProcess>();

/** Runs a command to its end and keeps what it printed; `show` passes it on as it comes. */
export function runCommand(
  command: readonly string[],
  options: { cwd: string; env: Readonly<Record<string, string | undefined>>; show?: boolean; limit?: number },
): Promise<Outcome> {
  const [executable = '', ...args] = guarded(command);
  return new Promise((resolve, reject) => {
    const child = spawn(executable, args, { cwd: options.cwd, env: options.env, stdio: ['ignore', 'pipe', 'pipe'] });
    children.add(child);
    let output = '';
    const hear = (part: Buffer): void => {
      output += part.toString();
      if (options.show === true) process.stdout.write(part);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    const timer = setTimeout(() => {
      output += `\nEnded: it took longer than ${(options.limit ?? 0) / 60_000} minutes.\n`;
      child.kill('SIGKILL');
    }, options.limit ?? 2 ** 31 - 1);
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      children.delete(child);
      resolve({ status: code ?? 1, output });
    });
  });
}

export function endCommands(): void {
  for (const child of children) child.kill('SIGTERM');
}
