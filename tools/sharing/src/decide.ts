import { readFile } from 'node:fs/promises';
import { answer, parseScenarioBytes, ScenarioError, type Answer, type Scenario } from '@concordat/sharing';
import { answerFromDatabase } from './scratch/answer.js';

/** What decides: the evaluator in memory, the condition of lists, or row-level security. */
export const ENGINES = ['memory', 'query', 'rls'] as const;
export type Engine = (typeof ENGINES)[number];

/** What {@link decideFiles} takes of a process. */
export interface Surroundings {
  stdout: { write(text: string): unknown };
  stderr: { write(text: string): unknown };
  /** `CONCORDAT_SCRATCH_DATABASE_URL`: a superuser's address of a PostgreSQL in which a database may be made and dropped. */
  env: Readonly<Record<string, string | undefined>>;
}

const FAILED = 1;
const INVALID = 2;

/** Answers every file, or none: where one is not a valid scenario, all faults go to standard error. Returns the exit status. */
export async function decideFiles(files: readonly string[], engine: Engine, { stdout, stderr, env }: Surroundings): Promise<number> {
  const scenarios: Scenario[] = [];
  const faults: string[] = [];
  for (const file of files) {
    try {
      scenarios.push(parseScenarioBytes(file, await bytesOf(file)));
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error;
      faults.push(error.message);
    }
  }
  if (faults.length > 0) {
    stderr.write(`${faults.join('\n')}\n`);
    return INVALID;
  }
  let answers: Answer[][];
  if (engine === 'memory') {
    answers = scenarios.map(answer);
  } else {
    const url = env['CONCORDAT_SCRATCH_DATABASE_URL'];
    if (url === undefined) {
      stderr.write(`The engine ${engine} needs a PostgreSQL: set CONCORDAT_SCRATCH_DATABASE_URL to a superuser's address of one\n`);
      return FAILED;
    }
    answers = await answerFromDatabase(url, engine, scenarios);
  }
  for (const list of answers) stdout.write(`${JSON.stringify(list)}\n`);
  return 0;
}

async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ScenarioError(file, [{ path: [], message: `cannot be read: ${why}` }]);
  }
}
