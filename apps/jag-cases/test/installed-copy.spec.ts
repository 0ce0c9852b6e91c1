import { provisionDatabase, runMigrations } from '@concordat/platform-persistence';
import { POLICY_TEXT, PolicyOfToday, ShareReceipts } from '@concordat/sharing';
import { definitionsIn, newId, testDatabase, type TestDatabase } from '@concordat/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrations } from '../src/migrations/index.js';

describe('an installed copy', () => {
  let database: TestDatabase;
  const before = migrations.slice(0, migrations.indexOf(ShareReceipts));
  const bring = (list: typeof migrations) =>
    runMigrations(database.ownerUrl, { service: 'jag-cases', migrations: list, appRole: database.appRole, relayRole: database.relayRole });

  beforeAll(async () => {
    database = await testDatabase({ service: 'jag-cases', provision: provisionDatabase });
    await bring(before);
  });
  afterAll(() => database.drop());

  it('remembers from its next version on what the policy looked at before, of every partnership', async () => {
    const partnerships = [newId(), newId()];
    for (const partnershipId of partnerships) {
      await database.query(`insert into subject (partnership_id, kind, sixteenth_birthday) values ($1, 'person', '2028-03-04')`, [partnershipId]);
      await database.query(
        `insert into membership_projection (partnership_id, user_id, agency_id, roles, active) values ($1, $2, $3, '["practitioner"]', true)`,
        [partnershipId, newId(), newId()],
      );
    }
    await bring(migrations);
    const kept = await database.query<{ kind: string; partnership_id: string; was: { sixteenth_birthday?: string } }>('select kind, partnership_id, was from sharing_history order by kind');
    expect(kept.map((row) => row.kind)).toEqual(['membership_projection', 'membership_projection', 'subject', 'subject']);
    expect(kept.map((row) => row.partnership_id).sort()).toEqual([...partnerships, ...partnerships].sort());
    expect(kept.at(-1)?.was.sixteenth_birthday).toBe('2028-03-04');
    const forced = await database.query(`select relname from pg_class where relname in ('subject', 'item', 'case', 'sharing_history', 'membership_projection') and relforcerowsecurity`);
    expect(forced).toHaveLength(5);
  });

  it('holds the sharing policy that the code says now, by the last migration that made it', async () => {
    await bring(migrations);
    expect(migrations).toContain(POLICY_TEXT.madeBy);
    const held = await definitionsIn(database);
    await bring([...migrations, PolicyOfToday]);
    expect(await definitionsIn(database)).toEqual(held);
    expect(held.filter((one) => one.startsWith('create policy sharing'))).toHaveLength(6);
  });
});
