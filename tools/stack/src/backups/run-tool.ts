import { spawn } from 'node:child_process';
import { CannotRun } from '../failure.js';

/** Runs a program of the system to its end. @throws CannotRun with what it said when it fails */
export async function runTool(command: string, words: readonly string[]): Promise<void> {
  const child = spawn(command, words, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (part: Buffer) => (said = (said + part.toString()).slice(-2000)));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (status !== 0) throw new CannotRun(`${command} failed: ${said.trim()}`, 'Mend what it says, and try again.');
}
