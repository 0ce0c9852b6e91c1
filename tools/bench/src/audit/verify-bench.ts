import { randomBytes } from 'node:crypto';
import { auditMigrations, sealEntries, signingKey, verifyAudit, verifyingKey } from '@concordat/platform-audit';
import { withBenchDatabase, withClient } from '../bench-database.js';
import { measured, type Measured } from '../measured.js';

/** Milliseconds that all entries took. */
export interface VerifyFigures {
  entries: number;
  sealing: number;
  following: Measured;
}

/** Entries as requests write them: one of ten is a page of a list, one of five holds a sealed detail. */
const FILL = `insert into audit_entry (id, at, partnership_id, user_id, membership_id, agency_id, trace, action, kind, ids, subject_id, sealed_detail)
  select uuidv7(), now(), $1, $1, $1, $1, gen_random_uuid()::text, case when n % 10 = 0 then 'listed' else 'viewed' end, 'case',
         case when n % 10 = 0 then array(select gen_random_uuid()::text from generate_series(1, 25)) else array[gen_random_uuid()::text] end, $1,
         case when n % 5 = 0 then decode(repeat('5a', 180), 'hex') end
    from generate_series(1, $2::int) as n`;

/** How quickly entries are sealed, once, and the whole chain is followed, `rounds` times after one that does not count; on one connection. */
export async function benchVerify(adminUrl: string, entries: number, rounds: number): Promise<VerifyFigures> {
  return withBenchDatabase(adminUrl, { service: 'jag-cases', migrations: auditMigrations }, async ({ admin, relay }) => {
    await withClient(admin, (client) => client.query(FILL, ['01890a5d-ac96-774b-bcce-b302099a8057', entries]));
    const seed = randomBytes(32);
    return withClient(relay, async (client) => {
      const sealing = await milliseconds(async () => {
        await sealEntries(client, { service: 'jag-cases', key: signingKey(seed), heads: null });
      });
      const follow = () => milliseconds(async () => {
        const report = await verifyAudit(client, { service: 'jag-cases', key: verifyingKey(seed), heads: [] });
        if (report.entries !== entries || report.faults.length > 0) throw new Error('The chain that was made is not whole');
      });
      // The database tidies at once what sealing left, and not while entries are followed.
      await withClient(admin, async (own) => {
        for (const statement of ['vacuum analyze', 'checkpoint']) await own.query(statement);
      });
      // A warm-up.
      await follow();
      const times: number[] = [];
      for (let round = 0; round < rounds; round += 1) times.push(await follow());
      return { entries, sealing, following: measured(times) };
    });
  });
}

async function milliseconds(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
