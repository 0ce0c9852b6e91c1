import { MikroORM, type Constructor } from '@mikro-orm/postgresql';
import { Migrator, type Migration } from '@mikro-orm/migrations';
import { withClient } from '../provisioning.js';
import { platformMigrations } from './platform-migrations.js';
import { withRoleNames } from './roles.js';

export type MigrationClass = Constructor<Migration>;

export interface MigrationPlan {
  service: string;
  /** In order; those of the platform's libraries first. */
  migrations: readonly MigrationClass[];
  /** Name of the role that serves. */
  appRole: string;
  /** Name of the role of the relay and the schedulers. */
  relayRole: string;
}

/** The plan's migrations with the platform's own first, each once. @throws Error when two have the same name */
export function orderedMigrations(migrations: readonly MigrationClass[]): MigrationClass[] {
  const all = [...new Set([...platformMigrations, ...migrations])];
  const names = all.map((one) => one.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`Two migrations are called ${twice}: a name is kept for ever and must be its own`);
  return all;
}

/**
 * Brings the database to the shape that the service needs, as its owner; what ran before is left out. All of it in one
 * transaction, under a lock, so that two releases at once wait for each other.
 *
 * @returns names of the migrations that ran
 */
export async function runMigrations(ownerUrl: string, plan: MigrationPlan): Promise<string[]> {
  const orm = new MikroORM({
    clientUrl: ownerUrl,
    entities: [],
    discovery: { warnWhenNoEntities: false },
    pool: { min: 0, max: 2 },
    driverOptions: { application_name: `${plan.service} migrate` },
    onQuery: (sql) => withRoleNames(sql, plan),
    migrations: {
      migrationsList: orderedMigrations(plan.migrations),
      transactional: true,
      allOrNothing: true,
      disableForeignKeys: false,
      snapshot: false,
      silent: true,
    },
  });
  try {
    return await withClient(ownerUrl, async (lock) => {
      await lock.query(`select pg_advisory_lock(hashtext('concordat-migrations'))`);
      await orm.connect();
      const ran = await new Migrator(orm.em).up();
      return ran.map((one) => one.name);
    });
  } finally {
    await orm.close();
  }
}
