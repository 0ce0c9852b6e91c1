import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { decide, instant, parseScenarioBytes, purposeOf, worldOf, type Scenario } from '@concordat/sharing';
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

const youthJag = parseScenarioBytes('youth-jag.json', readFileSync(new URL('../../../libs/sharing/test/acceptance/youth-jag.json', import.meta.url)));
/** Numbers its worlds apart from the generated ones. */
const numbers = new Tally();
numbers.worlds = 1_000_000;

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

  it('of an emergency, and of one of which a single thing is not as it must be', async () => {
    const scenario = youthJag;
    const emergency = scenario.disclosures.find(({ kind }) => kind === 'emergency')!;
    const other = scenario.users.find(({ id }) => id !== emergency.user)!.id;
    const at = new Date(Date.parse(emergency.authorisedAt) + 3_600_000).toISOString();
    /** Whether the three agree, and whether it opens anything. */
    const opens = async (changed: Scenario): Promise<boolean> => {
      expect(await disagreements(database, changed, [at], numbers)).toEqual([]);
      const world = worldOf(changed);
      return changed.items.some(({ id: item }) =>
        decide(world, { user: emergency.user!, action: 'read', item, purpose: purposeOf(world, item)!, at: instant(at) }).reasons.includes(`disclosure:${emergency.id}`),
      );
    };
    const but = (changes: Partial<Scenario['disclosures'][number]>): Scenario => ({ ...scenario, disclosures: scenario.disclosures.map((one) => (one === emergency ? { ...one, ...changes } : one)) });
    expect(await opens(scenario)).toBe(true);
    for (const closed of [
      but({ gateway: 'court-order' }),
      but({ authorisedBy: other }),
      but({ user: other }),
      but({ revokedAt: emergency.authorisedAt }),
      but({ authorisedAt: new Date(Date.parse(at) - 24 * 3_600_000).toISOString() }),
      { ...scenario, agencies: scenario.agencies.map((one) => (one.id === emergency.owner ? { ...one, emergencyAccess: false } : one)) },
    ]) {
      expect(await opens(closed)).toBe(false);
    }
  });

  it('of an item that is marked, to somebody who keeps victims safe at another agency', async () => {
    const world = worldOf(youthJag);
    const at = '2026-03-02T12:00:00Z';
    const shared = youthJag.items.flatMap((item) =>
      youthJag.users.filter(({ id: user }) => decide(world, { user, action: 'read', item: item.id, purpose: purposeOf(world, item.id)!, at: instant(at) }).reasons.some((reason) => reason.startsWith('term:'))).map((user) => ({ item, user })),
    )[0]!;
    const marked = (namedReaders: string[]): Scenario => ({
      ...youthJag,
      users: youthJag.users.map((one) => (one.id === shared.user.id ? { ...one, roles: [...one.roles, 'victim-safety' as const] } : one)),
      items: youthJag.items.map((one) => (one.id === shared.item.id ? { ...one, marking: 'victim-safety' as const, namedReaders } : one)),
    });
    const reads = async (changed: Scenario): Promise<boolean> => {
      expect(await disagreements(database, changed, [at], numbers)).toEqual([]);
      const now = worldOf(changed);
      return decide(now, { user: shared.user.id, action: 'read', item: shared.item.id, purpose: purposeOf(now, shared.item.id)!, at: instant(at) }).decision === 'permit';
    };
    expect([await reads(youthJag), await reads(marked([])), await reads(marked([shared.user.id]))]).toEqual([true, false, true]);
  });
});
