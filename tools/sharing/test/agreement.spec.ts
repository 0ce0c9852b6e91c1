import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ACTIONS, decide, instant, purposeOf, showsFrame, worldOf, type Decision, type Scenario } from '@concordat/sharing';
import { testSetting } from '@concordat/testing';
import fc from 'fast-check';
import { askByQuery, askByRowSecurity, askForCases, Identities, load, rowsOf, scratchDatabase, type ScratchDatabase } from '../src/index.js';
import { worldsAndTimes } from './worlds.js';

const QUESTIONS = 20_000;

let database: ScratchDatabase;
beforeAll(async () => {
  database = await scratchDatabase(testSetting('CONCORDAT_TEST_DATABASE_URL'));
});
afterAll(async () => {
  await database.drop();
});

/** What was asked, to show that the worlds were not all of one kind. */
const asked = { questions: 0, permits: 0, kinds: new Set<string>() };
let nextWorld = 0;

/** Every user, action and item at every time. Each world is a partnership of its own, in one database. */
async function disagreements(scenario: Scenario, at: readonly string[]): Promise<unknown[]> {
  const ids = new Identities(scenario, (nextWorld += 1));
  await load(database.admin, [rowsOf(scenario, ids)]);
  const world = worldOf(scenario);
  const found: unknown[] = [];
  for (const time of at) {
    for (const { id: user } of scenario.users) {
      for (const action of ACTIONS) {
        const asking = { user, action, at: time };
        const [byQuery, cases, byRowSecurity] = await Promise.all([
          askByQuery(database.admin, scenario, ids, asking),
          askForCases(database.admin, scenario, ids, asking),
          askByRowSecurity(database.app, scenario, ids, asking),
        ]);
        for (const { id: item } of scenario.items) {
          const decision = decide(world, { user, action, item, purpose: purposeOf(world, item)!, at: instant(time) });
          count(decision);
          const expected = decision.decision === 'permit' ? { fields: decision.fields, reasons: decision.reasons } : undefined;
          const seen = byQuery.get(item);
          if (JSON.stringify(seen) !== JSON.stringify(expected) || byRowSecurity.items.has(item) !== (expected !== undefined)) {
            found.push({ ...asking, item, decision, query: seen, rowSecurity: byRowSecurity.items.has(item) });
          }
        }
        for (const { id } of scenario.cases) {
          const shown = showsFrame(world, { user, case: id, at: instant(time) });
          if (cases.has(id) !== shown || byRowSecurity.cases.has(id) !== shown) {
            found.push({ ...asking, case: id, shown, query: cases.has(id), rowSecurity: byRowSecurity.cases.has(id) });
          }
        }
      }
    }
  }
  return found;
}

function count(decision: Decision): void {
  asked.questions += 1;
  if (decision.decision === 'permit') asked.permits += 1;
  for (const reason of decision.reasons) asked.kinds.add(reason.split(':')[0] ?? '');
}

describe('three evaluators', () => {
  it('give one answer to every question', async () => {
    while (asked.questions < QUESTIONS) {
      await fc.assert(
        fc.asyncProperty(worldsAndTimes, async ([scenario, at]) => {
          expect(await disagreements(scenario, at)).toEqual([]);
        }),
        { numRuns: 40 },
      );
    }
    expect(asked.permits).toBeGreaterThan(asked.questions / 20);
    expect([...asked.kinds].sort()).toEqual([
      'conflict-of-interest', 'consent', 'disclosure', 'inactive-user', 'must-not-receive', 'no-agreement', 'no-consent', 'not-in-circle', 'own', 'role', 'term',
      'training-lapsed', 'victim-safety',
    ]);
  }, 180_000);
});
