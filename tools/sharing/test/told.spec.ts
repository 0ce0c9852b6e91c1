import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decide, instant, purposeOf, receiptedPage, ShareReceipts, showsFrame, sql, worldOf, type Decision, type Scenario } from '@concordat/sharing';
import { testSetting } from '@concordat/testing';
import fc from 'fast-check';
import { scratchDatabase, type ScratchDatabase } from '../src/index.js';
import { Identities, load, rowsOf } from '../src/scratch/index.js';
import { worldsAndTimes } from '../src/worlds/index.js';

let database: ScratchDatabase;
let worlds = 0;
beforeAll(async () => {
  database = await scratchDatabase(testSetting('CONCORDAT_TEST_DATABASE_URL'), [ShareReceipts]);
});
afterAll(async () => {
  await database.drop();
});

interface Told {
  scenario: Scenario;
  ids: Identities;
  user: Scenario['users'][number];
  at: string;
  /** What the policy in memory says of each item. */
  decisions: { item: Scenario['items'][number]; place: number; decision: Decision }[];
  /** Asks in a session of the user's, by the role that serves; nothing of it stays. */
  ask: <Row extends object>(text: string, values: unknown[]) => Promise<Row[]>;
}

/** Tries a law on every user of generated worlds, at times at which something changes in them. */
async function holds(broken: (told: Told) => Promise<[found: unknown, expected: unknown]>): Promise<void> {
  await fc.assert(
    fc.asyncProperty(worldsAndTimes, async ([scenario, times]) => {
      const ids = new Identities(scenario, (worlds += 1));
      await load(database.admin, [rowsOf(scenario, ids)]);
      const shown = scenario.items.filter((_, place) => place % 2 === 0).map(({ id }) => ids.uuidOf('item', id));
      await database.admin.query('update item set existence_shown = true where id = any ($1)', [shown]);
      const world = worldOf(scenario);
      for (const at of times) {
        for (const user of scenario.users) {
          const decisions = scenario.items.map((item, place) => ({
            item, place, decision: decide(world, { user: user.id, action: 'read', item: item.id, purpose: purposeOf(world, item.id)!, at: instant(at) }),
          }));
          const session = {
            partnership_id: ids.partnership, user_id: ids.uuidOf('user', user.id), membership_id: ids.membershipOf(user.id), agency_id: ids.uuidOf('agency', user.agency),
            action: 'read', at: new Date(instant(at)).toISOString(),
          };
          await database.app.query('begin');
          try {
            for (const [key, value] of Object.entries(session)) await database.app.query('select set_config($1, $2, true)', [`app.${key}`, value]);
            const [found, expected] = await broken({ scenario, ids, user, at, decisions, ask: async <Row extends object>(text: string, values: unknown[]) => (await database.app.query<Row>(text, values)).rows });
            expect(found).toEqual(expected);
          } finally {
            await database.app.query('rollback');
          }
        }
      }
    }),
    { numRuns: 12 },
  );
}

describe('law 5: a permit to another agency leaves a share receipt', () => {
  it('of the item, the fields and the reasons that were given, and of nothing else', () =>
    holds(async ({ ids, user, at, decisions, ask }) => {
      const question = {
        partnershipId: ids.partnership, userId: ids.uuidOf('user', user.id), membershipId: ids.membershipOf(user.id), agencyId: ids.uuidOf('agency', user.agency),
        action: 'read' as const, at: new Date(instant(at)),
      };
      const page = receiptedPage(question, { where: sql`true`, orderBy: sql`i.id`, limit: 100 }).numbered();
      await ask(page.text, page.values);
      const left = await ask<{ item_id: string; fields: string[]; reasons: string[] }>('select item_id, fields, reasons from share_receipt where user_id = $1', [question.userId]);
      return [
        left.map((one) => JSON.stringify([ids.original(one.item_id), one.fields.map((field) => ids.original(field)).sort(), one.reasons.map((reason) => ids.reason(reason)).sort()])).sort(),
        decisions
          .filter(({ item, decision }) => item.owner !== user.agency && decision.decision === 'permit')
          .map(({ item, decision }) => JSON.stringify([item.id, [...decision.fields].sort(), [...decision.reasons].sort()]))
          .sort(),
      ];
    }));
});

describe('law 7: that something is withheld is told to the circle alone, and never to the one refused for safety', () => {
  it('for want of an agreement or of consent, where the owner lets others know that it exists', () =>
    holds(async ({ scenario, ids, user, at, decisions, ask }) => {
      const world = worldOf(scenario);
      const told = await ask<{ asked: string; owner_agency_id: string; reason: string }>(
        'select asked, owner_agency_id, reason from unnest($1::uuid[]) asked cross join lateral sharing_withheld(asked)', [scenario.cases.map(({ id }) => ids.uuidOf('case', id))],
      );
      const expected = decisions.flatMap(({ item, place, decision: { reasons } }) => {
        const tellable = place % 2 === 0 && item.marking === 'standard' && item.owner !== user.agency && showsFrame(world, { user: user.id, case: item.case, at: instant(at) });
        const [reason] = reasons;
        return tellable && (reason === 'no-agreement' || reason === 'no-consent') ? [`${item.case} ${item.owner} ${reason}`] : [];
      });
      return [told.map((one) => `${ids.original(one.asked)} ${ids.original(one.owner_agency_id)} ${one.reason}`).sort(), [...new Set(expected)].sort()];
    }));
});
