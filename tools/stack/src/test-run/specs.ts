import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { pinnedNode, root } from '../folder.js';
import { runCommand } from './commands.js';
import type { Project } from './projects.js';
import { failure, together, type Tally } from './tally.js';

const jestResults = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  /** Files that could not be run at all: no test of theirs is counted. */
  numRuntimeErrorTestSuites: z.int(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
    }),
  ),
});

/** Projects at a time; each runs its files one after the other, so that two cores are busy and no more. */
const AT_ONCE = 2;
const LIMIT = 8 * 60_000;

/** What Jest's results file says. */
export function jestTally(project: string, results: unknown): Tally {
  const read = jestResults.parse(results);
  const failures = read.testResults.flatMap(({ name, status, assertionResults }) => {
    const failed = assertionResults.filter((each) => each.status === 'failed').map(({ fullName }) => `${project}: ${fullName}`);
    return status === 'failed' && failed.length === 0 ? [`${project}: ${name.slice(root.length + 1)} could not be run`] : failed;
  });
  return { passed: read.numPassedTests, failed: read.numFailedTests + read.numRuntimeErrorTestSuites, failures };
}

async function runProject(project: Project, env: Readonly<Record<string, string>>, results: string): Promise<Tally> {
  const file = join(results, `${project.name}.json`);
  const command = [
    pinnedNode, join(root, 'node_modules/jest/bin/jest.js'), '--config', join(root, 'jest.config.js'), '--rootDir', '.',
    '--ci', '--json', `--outputFile=${file}`,
  ];
  const began = Date.now();
  const { status, output } = await runCommand(command, { cwd: join(root, project.path), env: { ...process.env, ...env, NO_COLOR: '1' }, limit: LIMIT });
  const text = await readFile(file, 'utf8').catch(() => null);
  const tally = text === null ? failure(`${project.name}: Jest ended with status ${status} and no results`) : jestTally(project.name, JSON.parse(text));
  // Jest fails for what no test is counted for too, such as a worker that died.
  const whole = tally.failed === 0 && status !== 0 ? together([tally, failure(`${project.name}: Jest ended with status ${status}`)]) : tally;
  process.stdout.write(`  ${project.name}: ${whole.passed} passed, ${whole.failed} failed, ${((Date.now() - began) / 1000).toFixed(1)} s\n`);
  if (whole.failed > 0) process.stdout.write(`${output.split('\n').filter((line) => !line.startsWith('{"num')).join('\n')}\n`);
  return whole;
}

/** The specifications of every project, on the servers that `env` names. */
export async function runSpecs(projects: readonly Project[], env: Readonly<Record<string, string>>, results: string): Promise<Tally> {
  const waiting = projects.filter(({ hasSpecs }) => hasSpecs);
  const tallies: Tally[] = [];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) tallies.push(await runProject(next, env, results));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return together(tallies);
}
