import { readFile } from 'node:fs/promises';
import { answer, parseScenarioBytes, ScenarioError, type Scenario } from '@concordat/sharing';

export interface Streams {
  stdout: { write(text: string): unknown };
  stderr: { write(text: string): unknown };
}

const INVALID = 2;

/** Answers every file, or none: where one is not a valid scenario, all faults go to standard error. Returns the exit status. */
export async function decideFiles(files: readonly string[], { stdout, stderr }: Streams): Promise<number> {
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
  for (const scenario of scenarios) stdout.write(`${JSON.stringify(answer(scenario))}\n`);
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
