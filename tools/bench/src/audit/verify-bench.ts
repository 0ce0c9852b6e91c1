import { randomBytes } from 'node:crypto';
import { auditMigrations, sealEntries, signingKey, verifyAudit, verifyingKey } from '@concordat/platform-audit';
import { databaseUrl, provisionDatabase, runMigrations } from '@concordat/platform-persistence';
import { Client } from 'pg';

export interface VerifyFigures {
  entries: number;
  sealedEachSecond: number;
  verifiedEachSecond: number;
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Entries as requests write them: one of ten is a page of a list, one of five holds a sealed detail. */
const FILL = `insert into audit_entry (id, at, partnership_id, user_id, membership_id, agency_id, trace, action, kind, ids, subject_id, sealed_detail)
  select uuidv7(), now(), $1, $1, $1, $1, gen_random_uuid()::text, case when n % 10 = 0 then 'listed' else 'viewed' end, 'case',
         case when n % 10 = 0 then array(select gen_random_uuid()::text from generate_series(1, 25)) else array[gen_random_uuid()::text] end, $1,
         case when n % 5 = 0 then decode(repeat('5a', 180), 'hex') end
    from generate_series(1, $2::int) as n`;

/** How quickly entries are sealed, and a whole chain is followed, on one connection. */
export async function benchVerify(adminUrl: string, entries: number): Promise<VerifyFigures> {
  const database = `bench_audit_${randomBytes(4).toString('hex')}`;
  const login = (kind: string) => ({ role: `${database}_${kind}`, password: randomBytes(9).toString('base64url') });
  const [owner, app, relay] = [login('owner'), login('app'), login('relay')];
  await provisionDatabase(adminUrl, { database, owner, app, relay });
  try {
    await runMigrations(databaseUrl(adminUrl, database, owner), { service: 'jag-cases', migrations: auditMigrations, appRole: app.role, relayRole: relay.role });
    await withClient(databaseUrl(adminUrl, database), (client) => client.query(FILL, ['01890a5d-ac96-774b-bcce-b302099a8057', entries]));
    const seed = randomBytes(32);
    return await withClient(databaseUrl(adminUrl, database, relay), async (client) => {
      const sealing = await seconds(async () => {
        await sealEntries(client, { service: 'jag-cases', key: signingKey(seed), heads: null });
      });
      const verifying = await seconds(async () => {
        const report = await verifyAudit(client, { service: 'jag-cases', key: verifyingKey(seed), heads: [] });
        if (report.entries !== entries || report.faults.length > 0) throw new Error('The chain that was made is not whole');
      });
      return { entries, sealedEachSecond: entries / sealing, verifiedEachSecond: entries / verifying };
    });
  } finally {
    await withClient(adminUrl, async (client) => {
      await client.query(`drop database if exists "${database}" with (force)`);
      for (const { role } of [app, relay, owner]) await client.query(`drop role if exists "${role}"`);
    });
  }
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}
