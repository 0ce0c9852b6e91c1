import { join } from 'node:path';
import { pinnedNode, root } from '../folder.js';
import { runCommand } from './commands.js';
import type { Project } from './projects.js';
import { failure, nothing, together, type Tally } from './tally.js';

/** A program that reads the sources of all projects at once, so that what projects share is read once. */
interface Check {
  finds: string;
  command: readonly string[];
}

const checks: readonly Check[] = [
  { finds: 'types, and rules that need them', command: ['oxlint', '--type-check'] },
  { finds: 'the other rules', command: ['eslint', '--max-warnings', '0'] },
];

async function run({ finds, command: [program = '', ...args] }: Check, folders: readonly string[]): Promise<Tally> {
  const command = [pinnedNode, join(root, 'node_modules/.bin', program), ...args, ...folders];
  const { status, output } = await runCommand(command, { cwd: root, env: { ...process.env, NX_DAEMON: 'false', FORCE_COLOR: '0' } });
  if (status === 0) return nothing;
  process.stdout.write(`\n${output}\n`);
  return failure(`${finds} (${program})`);
}

/** Lint and types of the projects, by both programs side by side; each that finds something counts as one failure. */
export async function runChecks(projects: readonly Project[]): Promise<Tally> {
  const folders = projects.map(({ path }) => path);
  return together(await Promise.all(checks.map((check) => run(check, folders))));
}
