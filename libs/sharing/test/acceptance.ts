import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { parseScenarioBytes, type Scenario } from '../src/index.js';

export interface AcceptanceCase {
  name: string;
  scenario: Scenario;
  expected: z.output<typeof answers>;
}

const answers = z.array(
  z.strictObject({ id: z.string(), decision: z.enum(['permit', 'deny']), fields: z.array(z.string()), reasons: z.array(z.string()) }),
);

const folder = new URL('./acceptance/', import.meta.url);

/** The scenarios in test/acceptance, each with its answers. */
export function acceptanceCases(): AcceptanceCase[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json') && !name.endsWith('.expected.json'))
    .map((name) => ({
      name,
      scenario: parseScenarioBytes(name, readFileSync(new URL(name, folder))),
      expected: answers.parse(JSON.parse(readFileSync(new URL(name.replace(/json$/, 'expected.json'), folder), 'utf8'))),
    }));
}
