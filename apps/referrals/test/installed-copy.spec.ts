import { provisionDatabase, runMigrations } from '@concordat/platform-persistence';
import { POLICY_TEXT, PolicyOfToday } from '@concordat/sharing';
import { definitionsIn, testDatabase } from '@concordat/testing';
import { expect, it } from '@jest/globals';
import { migrations } from '../src/migrations/index.js';

it('an installed copy holds the sharing policy that the code says now, by the last migration that made it', async () => {
  const database = await testDatabase({ service: 'referrals', provision: provisionDatabase });
  const bring = (list: typeof migrations) =>
    runMigrations(database.ownerUrl, { service: 'referrals', migrations: list, appRole: database.appRole, relayRole: database.relayRole });
  try {
    await bring(migrations);
    expect(migrations).toContain(POLICY_TEXT.madeBy);
    const held = await definitionsIn(database);
    await bring([...migrations, PolicyOfToday]);
    expect(await definitionsIn(database)).toEqual(held);
    expect(held.filter((one) => one.startsWith('create policy sharing'))).toHaveLength(6);
  } finally {
    await database.drop();
  }
});
