import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testSetting } from '@concordat/testing';
import fc from 'fast-check';
import { scratchDatabase, type ScratchDatabase } from '../src/index.js';
import { disagreements, Tally, worldsAndTimes } from '../src/worlds/index.js';

const QUESTIONS = 20_000;

let database: ScratchDatabase;
beforeAll(async () => {
  database = await scratchDatabase(testSetting('CONCORDAT_TEST_DATABASE_URL'));
});
afterAll(async () => {
  await database.drop();
});

describe('law 1: three evaluators, one answer', () => {
  it('in memory, in the query and in row-level security, for every user, item, case and time', async () => {
    const tally = new Tally();
    while (tally.questions < QUESTIONS) {
      await fc.assert(
        fc.asyncProperty(worldsAndTimes, async ([scenario, at]) => {
          expect(await disagreements(database, scenario, at, tally)).toEqual([]);
        }),
        { numRuns: 40 },
      );
    }
    expect(tally.permits).toBeGreaterThan(tally.questions / 20);
    expect([...tally.reasons].sort()).toEqual([
      'conflict-of-interest', 'consent', 'disclosure', 'inactive-user', 'must-not-receive', 'no-agreement', 'no-consent', 'not-in-circle', 'own', 'role', 'term',
      'training-lapsed', 'victim-safety',
    ]);
  }, 180_000);
});
