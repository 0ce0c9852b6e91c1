import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { parseScenarioBytes, type Answer, type Scenario } from '@concordat/sharing';
import { testSetting } from '@concordat/testing';
import { z } from 'zod';
import { answerFromDatabase } from './answer.js';

/** The acceptance scenarios, which the library's own specification answers in memory. */
const folder = new URL('../../../../libs/sharing/test/acceptance/', import.meta.url);
const answers = z.array(z.object({ id: z.string(), decision: z.enum(['permit', 'deny']), fields: z.array(z.string()) }));
const cases = readdirSync(folder)
  .filter((name) => name.endsWith('.json') && !name.endsWith('.expected.json'))
  .map((name) => ({
    name,
    scenario: parseScenarioBytes(name, readFileSync(new URL(name, folder))),
    expected: answers.parse(JSON.parse(readFileSync(new URL(name.replace(/json$/, 'expected.json'), folder), 'utf8'))),
  }));

const scenarios: Scenario[] = cases.map(({ scenario }) => scenario);
const answerOf = (given: readonly Answer[][], at: number): Answer[] => given[at] ?? [];

describe('the query', () => {
  let given: Answer[][];
  beforeAll(async () => {
    given = await answerFromDatabase(testSetting('CONCORDAT_TEST_DATABASE_URL'), 'query', scenarios);
  });

  it.each(cases.map(({ name, expected }, at) => ({ name, expected, at })))('answers $name as expected, with its fields', ({ expected, at }) => {
    expect(answerOf(given, at).map(({ id, decision, fields }) => ({ id, decision, fields }))).toEqual(expected);
  });
});

describe('row-level security', () => {
  let given: Answer[][];
  beforeAll(async () => {
    given = await answerFromDatabase(testSetting('CONCORDAT_TEST_DATABASE_URL'), 'rls', scenarios);
  });

  it.each(cases.map(({ name, expected }, at) => ({ name, expected, at })))('shows the rows that $name expects, and no others', ({ expected, at }) => {
    expect(answerOf(given, at).map(({ id, decision }) => ({ id, decision }))).toEqual(expected.map(({ id, decision }) => ({ id, decision })));
  });
});
