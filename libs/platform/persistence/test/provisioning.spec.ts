import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Migration } from '@mikro-orm/migrations';
import { APP_ROLE, openTable, partnershipTable, provisionDatabase, runMigrations } from '../src/index.js';
import { newDatabase, startPersistence, withClient, type TestDatabase } from './harness.js';
import { NoteSchema, NoteTable } from './note.js';

class Later extends Migration {
  override up(): void {
    this.addSql(`alter table note add column later text`);
  }
}

class Broken extends Migration {
  override up(): void {
    this.addSql('create table half_way (id uuid)');
    this.addSql('select 1 / 0');
  }
}

const named = (name: string) =>
  ({
    [name]: class extends Migration {
      override up(): void {
        this.addSql('select 1');
      }
    },
  })[name]!;

describe('databases, roles and migrations', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await newDatabase();
  });
  afterAll(() => database.drop());

  const migrate = (...migrations: (typeof NoteTable)[]) =>
    runMigrations(database.ownerUrl, { service: 'jag-cases', migrations, appRole: database.appRole, relayRole: database.relayRole });

  it('refuses to start on a database that lacks a migration, and names it', async () => {
    await migrate(NoteTable);
    await expect(startOn(database, NoteTable, Later)).rejects.toThrow(/lacks the migration Later/);
  });

  const startOn = async (on: TestDatabase, ...migrations: (typeof NoteTable)[]) => {
    const started = await startPersistence({ database: on, entities: [NoteSchema], migrations, migrated: [NoteTable] });
    await started.close();
  };

  it('runs each migration once, also when two releases run at once, and lets nothing of a broken one stay', async () => {
    const ran = await Promise.all([migrate(NoteTable, Later), migrate(NoteTable, Later)]);
    expect(ran.flat()).toEqual(['Later']);
    expect(await migrate(NoteTable, Later)).toEqual([]);
    await expect(migrate(NoteTable, Later, named('Fine'), Broken)).rejects.toThrow(/division by zero/);
    expect(await database.query(`select to_regclass('half_way') as table, (select count(*)::int from mikro_orm_migrations where name in ('Fine', 'Broken')) as ran`)).toEqual([{ table: null, ran: 0 }]);
    await startOn(database, NoteTable, Later);
  });

  it('refuses two migrations of one name', async () => {
    await expect(migrate(named('Same'), named('Same'))).rejects.toThrow(/Two migrations are called Same/);
  });

  it('refuses an open table that is not listed', () => {
    expect(() => openTable('secrets', 'id uuid', { [APP_ROLE]: 'select' })).toThrow(/not in the list of open tables/);
    expect(partnershipTable('a"b', '')[0]).toContain('create table "a""b"');
  });

  it('gives the role that serves no way round: it cannot make tables, turn off protection, or read what the relay has', async () => {
    await withClient(database.appUrl, async (client) => {
      for (const sql of ['create table mine (id int)', 'alter table note disable row level security', 'drop policy partnership on note', `set role "${database.relayRole}"`, 'truncate note', 'create role x']) {
        await expect(client.query(sql)).rejects.toThrow(/permission denied|must be owner/);
      }
      expect((await client.query('select rolsuper, rolbypassrls from pg_roles where rolname = current_user')).rows).toEqual([{ rolsuper: false, rolbypassrls: false }]);
    });
    await withClient(database.relayUrl, async (client) => {
      await expect(client.query('select * from note')).rejects.toThrow(/permission denied/);
    });
  });

  it('makes what is there again without harm, and sets a new password', async () => {
    const name = `t_again_${randomBytes(5).toString('hex')}`;
    const login = (kind: string, password = 'first') => ({ role: `${name}_${kind}`, password });
    const admin = process.env['CONCORDAT_TEST_DATABASE_URL']!;
    try {
      const request = { database: name, owner: login('owner'), app: login('app'), relay: login('relay') };
      await Promise.all([provisionDatabase(admin, request), provisionDatabase(admin, request)]);
      await provisionDatabase(admin, { ...request, app: login('app', "sec'ond/@") });
      const url = new URL(admin);
      Object.assign(url, { pathname: `/${name}`, username: `${name}_app`, password: encodeURIComponent("sec'ond/@") });
      expect(await withClient(url.toString(), async (client) => (await client.query<{ who: string }>('select current_user::text as who')).rows)).toEqual([{ who: `${name}_app` }]);
    } finally {
      await withClient(admin, async (client) => {
        await client.query(`drop database if exists "${name}" with (force)`);
        for (const kind of ['app', 'relay', 'owner']) await client.query(`drop role if exists "${name}_${kind}"`);
      });
    }
  });

  it('lets no role of one service into the database of another', async () => {
    const other = await newDatabase();
    try {
      const url = new URL(other.appUrl);
      const [ownLogin, theirs] = [new URL(database.appUrl), url.pathname];
      ownLogin.pathname = theirs;
      await expect(withClient(ownLogin.toString(), () => Promise.resolve())).rejects.toThrow(/permission denied for database/);
    } finally {
      await other.drop();
    }
  });
});
