import { stripVTControlCharacters } from 'node:util';
import { join } from 'node:path';
import { pinnedNode, root } from '../folder.js';
import { runCommand } from './commands.js';
import { failure, nothing, together, type Tally } from './tally.js';

/** The tasks that Nx lists as failed, e.g. `jag-cases:lint`. */
export function failedTasks(output: string): string[] {
  const lines = stripVTControlCharacters(output).split('\n');
  const start = lines.findLastIndex((line) => line.startsWith('Failed tasks:'));
  if (start === -1) return [];
  const listed = lines.slice(start + 1).map((line) => /^\s*- (\S+:\S+)\s*$/.exec(line)?.[1]);
  const end = listed.findIndex((task, index) => task === undefined && index > 0 && listed[index - 1] !== undefined);
  return listed.slice(0, end === -1 ? undefined : end).filter((task) => task !== undefined);
}

/** Lint and types of every project; each task that fails counts as one failure. */
export async function runChecks(projects: readonly string[] | null): Promise<Tally> {
  const which = projects === null ? [] : ['--projects', projects.join(',')];
  const command = [pinnedNode, join(root, 'node_modules/.bin/nx'), 'run-many', '-t', 'lint', 'typecheck', ...which, '--output-style=static'];
  const { status, output } = await runCommand(command, { cwd: root, env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', FORCE_COLOR: '0' } });
  if (status === 0) return nothing;
  process.stdout.write(`${output}\n`);
  const failed = failedTasks(output);
  return failed.length === 0 ? failure('lint and types') : together(failed.map(failure));
}
