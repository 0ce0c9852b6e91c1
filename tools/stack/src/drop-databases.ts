// A task of `npm start -- --fresh` with DATABASE_URL: drops what an installation made on that server.
import { SERVICE_NAMES } from '@concordat/contracts-protocol';
import { Client, escapeIdentifier } from 'pg';
import { z } from 'zod';
import { keyStoreDatabase, serviceDatabase } from './databases.js';
import { stackFolder } from './folder.js';
import { installationSecrets } from './secrets.js';
import { order } from './task.js';

const { postgresUrl, folder } = z.strictObject({ postgresUrl: z.string(), folder: z.string() }).parse(await order());
const secrets = await installationSecrets(stackFolder(folder));
const keyStore = keyStoreDatabase(secrets);
const services = SERVICE_NAMES.map((service) => serviceDatabase(service, secrets));

const client = new Client({ connectionString: postgresUrl });
await client.connect();
for (const database of [...services.map((service) => service.database), keyStore.database]) {
  await client.query(`drop database if exists ${escapeIdentifier(database)} with (force)`);
}
for (const { owner, app, relay, keys } of services) {
  for (const { role } of [app, relay, keys, owner]) await client.query(`drop role if exists ${escapeIdentifier(role)}`);
}
await client.query(`drop role if exists ${escapeIdentifier(keyStore.owner.role)}`);
await client.end();
