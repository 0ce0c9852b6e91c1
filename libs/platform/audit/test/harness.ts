import { randomBytes } from 'node:crypto';
import { Test } from '@nestjs/testing';
import { databaseUrl, migrateKeyStore, PersistenceModule, provisionDatabase, provisionKeyStore, runMigrations } from '@concordat/platform-persistence';
import { Client } from 'pg';
import { AuditModule, auditMigrations, AuditSealingModule, readOnly, signingKey, verifyAudit, verifyingKey, type AuditProof } from '../src/index.js';

const adminUrl = process.env['CONCORDAT_TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';

export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** A service with the audit, on a database and a key store of its own. */
export async function startAudit() {
  const name = `t_audit_${randomBytes(5).toString('hex')}`;
  const login = (kind: string) => ({ role: `${name}_${kind}`, password: randomBytes(9).toString('base64url') });
  const [owner, app, relay] = [login('owner'), login('app'), login('relay')];
  const keys = `${name}_keys`;
  await provisionDatabase(adminUrl, { database: name, owner, app, relay });
  await provisionKeyStore(adminUrl, { database: keys, owner, app });
  const ownerUrl = databaseUrl(adminUrl, name, owner);
  await runMigrations(ownerUrl, { service: 'jag-cases', migrations: auditMigrations, appRole: app.role, relayRole: relay.role });
  await migrateKeyStore({ ownerUrl: databaseUrl(adminUrl, keys, owner), appRole: app.role });
  const env = {
    CONCORDAT_DATABASE_URL: databaseUrl(adminUrl, name, app),
    CONCORDAT_RELAY_DATABASE_URL: databaseUrl(adminUrl, name, relay),
    CONCORDAT_KEYS_DATABASE_URL: databaseUrl(adminUrl, keys, app),
    CONCORDAT_ROOT_KEY: randomBytes(32).toString('base64'),
    CONCORDAT_SEARCH_KEY: randomBytes(32).toString('base64'),
    CONCORDAT_AUDIT_KEY: randomBytes(32).toString('base64'),
  };
  const module = await Test.createTestingModule({
    imports: [
      PersistenceModule.forRoot({ service: 'jag-cases', entities: [], migrations: auditMigrations, env }),
      AuditModule,
      AuditSealingModule.forRoot({ service: 'jag-cases', env, everyMs: 20 }),
    ],
  }).compile();
  const tamperUrl = databaseUrl(adminUrl, name);
  const seed = Buffer.from(env.CONCORDAT_AUDIT_KEY, 'base64');
  const proof: AuditProof = { service: 'jag-cases', key: verifyingKey(seed), heads: [] };
  return {
    module,
    /** Settings of the service's processes. */
    env,
    ownerUrl,
    appUrl: env.CONCORDAT_DATABASE_URL,
    relayUrl: env.CONCORDAT_RELAY_DATABASE_URL,
    tamperUrl,
    /** Signs as the service does. */
    key: signingKey(seed),
    proof,
    verify: () => readOnly(env.CONCORDAT_RELAY_DATABASE_URL, (client) => verifyAudit(client, proof)),
    /** Statements as superuser, whom no right stops: the tamperer. */
    tamper: (...statements: string[]) =>
      withClient(tamperUrl, async (client) => {
        for (const statement of statements) await client.query(statement);
      }),
    query: <Row extends object>(sql: string, values?: unknown[]) => withClient(tamperUrl, async (client) => (await client.query<Row>(sql, values)).rows),
    close: async () => {
      await module.close();
      await withClient(adminUrl, async (client) => {
        for (const database of [name, keys]) await client.query(`drop database if exists "${database}" with (force)`);
        for (const { role } of [app, relay, owner]) await client.query(`drop role if exists "${role}"`);
      });
    },
  };
}
