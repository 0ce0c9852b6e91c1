import { randomBytes } from 'node:crypto';
import { databaseUrl, migrateKeyStore, provisionKeyStore } from '../src/index.js';
import { adminUrl, withClient } from './harness.js';

/** A key store of its own, with a role for each of `services`. */
export async function newKeyStore(services: readonly string[]) {
  const name = `t_keys_${randomBytes(5).toString('hex')}`;
  const login = (kind: string) => ({ role: `${name}_${kind}`, password: randomBytes(9).toString('base64') });
  const owner = login('owner');
  const urls: string[] = [];
  const roles: string[] = [];
  for (const service of services) {
    const app = login(service);
    await provisionKeyStore(adminUrl, { database: name, owner, app });
    await migrateKeyStore({ ownerUrl: databaseUrl(adminUrl, name, owner), appRole: app.role });
    urls.push(databaseUrl(adminUrl, name, app));
    roles.push(app.role);
  }
  return {
    urls,
    query: (sql: string) => withClient(databaseUrl(adminUrl, name), async (client) => (await client.query<Record<string, unknown>>(sql)).rows),
    drop: () =>
      withClient(adminUrl, async (client) => {
        await client.query(`drop database if exists "${name}" with (force)`);
        for (const role of [...roles, owner.role]) await client.query(`drop role if exists "${role}"`);
      }),
  };
}
