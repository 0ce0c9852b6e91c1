import { Logger, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { MikroORM, type EntityName } from '@mikro-orm/postgresql';
import type { ServiceName } from '@concordat/contracts-protocol';
import type { Pool } from 'pg';
import { BindingDriver } from './bound-reads.js';
import { Clock } from './clock.js';
import { Database } from './database.js';
import { takeBackDeadConnections } from './dead-connections.js';
import { keepPlans } from './prepared-statements.js';
import { frameTransactions } from './transaction-frames.js';
import { KeyStore } from './keys/key-store.js';
import { Sealer } from './keys/sealer.js';
import { SubjectKeys } from './keys/subject-keys.js';
import { CursorSigner } from './rows/cursor.js';
import { HistoryEntrySchema } from './rows/history-entry.js';
import { NoUnversionedChanges } from './rows/unversioned-changes.js';
import { SearchTokens } from './search/search-tokens.js';
import { readPersistenceSettings, type PersistenceSettings } from './settings.js';
import { givingUpSilence, SILENT_FOR } from './silent-servers.js';
import { orderedMigrations, type MigrationClass } from './tables/run-migrations.js';

/** Token of the settings, for what needs the same database under another role. */
export const PERSISTENCE_SETTINGS = Symbol('PERSISTENCE_SETTINGS');

export interface PersistenceOptions {
  service: ServiceName;
  /** Entities of the service and of the libraries that it uses; history is added. */
  entities: readonly EntityName[];
  /** The same list that the service's release step gives `runMigrations`: start-up fails when the database lacks one. */
  migrations: readonly MigrationClass[];
  /** In place of `process.env`; read when the application starts. */
  env?: Readonly<Record<string, string | undefined>>;
}

/** The service's database, keys and search, for every module of the service. */
@Module({})
export class PersistenceModule implements OnApplicationShutdown {
  constructor(
    private readonly orm: MikroORM,
    private readonly keyStore: KeyStore,
  ) {}

  static forRoot(options: PersistenceOptions): DynamicModule {
    return {
      module: PersistenceModule,
      global: true,
      providers: [
        { provide: PERSISTENCE_SETTINGS, useFactory: () => readPersistenceSettings(options.env) },
        { provide: MikroORM, useFactory: (settings: PersistenceSettings) => connect(options, settings), inject: [PERSISTENCE_SETTINGS] },
        Clock,
        { provide: CursorSigner, useFactory: (settings: PersistenceSettings) => new CursorSigner(settings.searchKey), inject: [PERSISTENCE_SETTINGS] },
        { provide: Database, useFactory: (orm: MikroORM, clock: Clock, cursors: CursorSigner) => new Database(orm, clock, cursors), inject: [MikroORM, Clock, CursorSigner] },
        { provide: KeyStore, useFactory: (settings: PersistenceSettings) => new KeyStore(settings.keysUrl, settings.erasures, (error) => new Logger(KeyStore.name).warn(error)), inject: [PERSISTENCE_SETTINGS] },
        { provide: SubjectKeys, useFactory: (store: KeyStore, settings: PersistenceSettings) => new SubjectKeys(store, settings.rootKeys), inject: [KeyStore, PERSISTENCE_SETTINGS] },
        { provide: Sealer, useFactory: (keys: SubjectKeys) => new Sealer(keys), inject: [SubjectKeys] },
        { provide: SearchTokens, useFactory: (settings: PersistenceSettings) => new SearchTokens(settings.searchKey), inject: [PERSISTENCE_SETTINGS] },
      ],
      exports: [PERSISTENCE_SETTINGS, MikroORM, Clock, Database, SubjectKeys, Sealer, SearchTokens],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.orm.close(), this.keyStore.close()]);
  }
}

const IDLE_IN_TRANSACTION_MS = 120_000;
/** How much longer than a statement may take its connection may be silent. */
const MARGIN_MS = 5_000;

async function connect(options: PersistenceOptions, settings: PersistenceSettings): Promise<MikroORM> {
  const orm = new MikroORM({
    clientUrl: settings.databaseUrl,
    driver: BindingDriver,
    entities: [...new Set([HistoryEntrySchema, ...options.entities])],
    subscribers: [new NoUnversionedChanges()],
    // A connection that rests for a minute keeps its plans meanwhile.
    pool: { min: 0, max: settings.connections, idleTimeoutMillis: 60_000 },
    driverOptions: {
      application_name: options.service,
      statement_timeout: settings.statementTimeout,
      lock_timeout: settings.lockTimeout,
      // Without a limit of its own a statement may take as long as it likes, and say nothing meanwhile.
      ...(settings.statementTimeout > 0 && { stream: givingUpSilence(Math.max(SILENT_FOR, settings.statementTimeout + MARGIN_MS)) }),
      // A transaction whose process hangs holds its locks no longer than this.
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
      onPoolCreated: (pool: Pool) => {
        takeBackDeadConnections(pool);
        frameTransactions(pool);
        keepPlans(pool);
      },
    },
    forceUtcTimezone: true,
    ignoreUndefinedInQuery: false,
    allowGlobalContext: false,
    ensureDatabase: false,
  });
  try {
    await orm.connect();
    await refuseOldDatabase(orm, options.migrations);
  } catch (error) {
    await orm.close();
    throw error;
  }
  return orm;
}

async function refuseOldDatabase(orm: MikroORM, migrations: readonly MigrationClass[]): Promise<void> {
  const rows = await orm.em.fork().execute<{ name: string }[]>('select name from mikro_orm_migrations');
  const ran = new Set(rows.map((row) => row.name));
  const missing = orderedMigrations(migrations).map((one) => one.name).filter((name) => !ran.has(name));
  if (missing.length > 0) throw new Error(`The database lacks ${missing.length === 1 ? 'the migration' : 'the migrations'} ${missing.join(', ')}: run the service's migrate step first`);
}
