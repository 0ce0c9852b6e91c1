// A task of the start: makes the databases and roles of services, and the key store.
import { SERVICE_NAMES } from '@concordat/contracts-protocol';
import { migrateKeyStore, provisionDatabase, provisionKeyStore } from '@concordat/platform-persistence';
import { z } from 'zod';
import { databaseUrl, keyStoreDatabase, serviceDatabase } from './databases.js';
import { stackFolder } from './folder.js';
import { installationSecrets } from './secrets.js';
import { order } from './task.js';

const { postgresUrl, folder, services } = z
  .strictObject({ postgresUrl: z.string(), folder: z.string(), services: z.array(z.enum(SERVICE_NAMES)) })
  .parse(await order());

const secrets = await installationSecrets(stackFolder(folder));
const keyStore = keyStoreDatabase(secrets);

for (const service of services) {
  const { database, owner, app, relay, keys } = serviceDatabase(service, secrets);
  await provisionDatabase(postgresUrl, { database, owner, app, relay });
  await provisionKeyStore(postgresUrl, { ...keyStore, app: keys });
  await migrateKeyStore({ ownerUrl: databaseUrl(postgresUrl, keyStore.database, keyStore.owner), appRole: keys.role });
}
