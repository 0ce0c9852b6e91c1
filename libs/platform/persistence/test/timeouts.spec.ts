import { testDatabase, type TestDatabase } from '@concordat/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { provisionDatabase } from '../src/index.js';
import { startPersistence } from './harness.js';

describe('a statement that takes too long', () => {
  const nobody = { partnershipId: null, userId: null, membershipId: null, agencyId: null };
  let database: TestDatabase;
  let persistence: Awaited<ReturnType<typeof startPersistence>>;
  beforeAll(async () => {
    database = await testDatabase({ service: 'jag-cases', provision: provisionDatabase, migrate: () => Promise.resolve() });
    persistence = await startPersistence({ database, entities: [], migrations: [], env: { CONCORDAT_STATEMENT_TIMEOUT: '300', CONCORDAT_LOCK_TIMEOUT: '100' } });
  });
  afterAll(async () => {
    await persistence.close();
    await database.drop();
  });
  const run = (sql: string) => persistence.database.transaction(nobody, async () => persistence.database.em.execute(sql));

  it('is given up', async () => {
    await expect(run('select pg_sleep(5)')).rejects.toMatchObject({ code: '57014' });
  });

  it('is given up sooner while it waits for a lock', async () => {
    const other = new Client({ connectionString: database.ownerUrl });
    await other.connect();
    await other.query('begin; lock table history in access exclusive mode');
    await expect(run('select 1 from history limit 1')).rejects.toMatchObject({ code: '55P03' });
    await other.end();
  });
});
