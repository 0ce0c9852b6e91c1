import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { migrateKeyStore, provisionDatabase, provisionKeyStore, runMigrations } from '@concordat/platform-persistence';
import type { Command } from 'commander';
import { Client } from 'pg';
import { accountsFile, goesWithoutDemo, keepEmptyMark } from '../accounts.js';
import { databaseUrl, keyStoreDatabase, serviceDatabase } from '../databases.js';
import { databaseEnvironment, recordsEnvironment } from '../environment.js';
import { auditHeads, makeFolder, stackFolder } from '../folder.js';
import { withLocalServer } from '../local-database.js';
import { internalPorts } from '../ports.js';
import { startPostgres, type RunningServer } from '../postgres.js';
import { silent } from '../progress.js';
import { installationSecrets, makeSecrets, type Secrets } from '../secrets.js';
import { backUp, newestBackup } from './back-up.js';
import { backupCommand, restoreCommand, type BackupOptions } from './commands.js';
import { restore } from './restore.js';

// As the commands do, which load it when they are asked for it alone.
const { auditMigrations, HeadFiles, sealEntries, signingKey, verifyAuditOf } = await import('@concordat/platform-audit');

const KEPT = '0198c0de-0000-7000-8000-000000000001';
const ERASED_BEFORE = '0198c0de-0000-7000-8000-000000000002';
const ERASED_AFTER = '0198c0de-0000-7000-8000-000000000003';
const ERASED_IN_JOURNAL = '0198c0de-0000-7000-8000-000000000004';

describe('a backup', () => {
  const now = new Date();
  let place: string;
  let secrets: Secrets;

  const folder = () => stackFolder(join(place, '.concordat'));
  const start = async (): Promise<RunningServer> => {
    const [port = 0] = await internalPorts(1);
    return startPostgres({ directory: folder().postgres, port, password: secrets.postgres, log: join(folder().logs, 'postgresql.log'), durable: true });
  };
  const ask = async (url: string, sql: string): Promise<unknown[]> => {
    const client = new Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query<Record<string, unknown>>(sql);
    await client.end();
    return rows.map((row) => Object.values(row)[0]);
  };
  const keyStore = (url: string): string => databaseUrl(url, keyStoreDatabase(secrets).database);
  const erase = (url: string, id: string) => ask(keyStore(url), `with gone as (delete from subject_key where subject_id = '${id}') insert into destroyed_key (holder, subject_id) values ('holder', '${id}')`);

  const service = 'jag-cases';
  /** Somebody saw something, and it is sealed: the end of the chain is signed and written outside the database. */
  const see = async (url: string): Promise<void> => {
    const { database } = serviceDatabase(service, secrets);
    await ask(databaseUrl(url, database), `insert into audit_entry (id, at, trace, action, kind, ids) values (uuidv7(), now(), 'trace', 'viewed', 'case', '{}')`);
    const key = signingKey(Buffer.from(recordsEnvironment(folder().records, secrets)['CONCORDAT_AUDIT_KEY'] ?? '', 'base64'));
    const client = new Client({ connectionString: databaseUrl(url, database) });
    await client.connect();
    await sealEntries(client, { service, key, heads: new HeadFiles(auditHeads(folder().records)) });
    await client.end();
  };
  const verified = async (url: string): Promise<string[]> => {
    const lines: string[] = [];
    const env = { ...databaseEnvironment(service, url, secrets), ...recordsEnvironment(folder().records, secrets) };
    await verifyAuditOf({ service, env }, (line) => lines.push(line));
    return lines;
  };

  /** What a command says, in lines; its errors are thrown and end no process. */
  const run = async (command: (options: BackupOptions) => Command, words: string[], env: BackupOptions['env'] = {}): Promise<string[]> => {
    const lines: string[] = [];
    const hear = (text: string): void => void lines.push(text.trimEnd());
    const options = { folder: folder(), env, progress: { ...silent, note: hear }, say: hear };
    await command(options).exitOverride().configureOutput({ writeOut: hear, writeErr: () => undefined }).parseAsync(words, { from: 'user' });
    return lines;
  };

  beforeAll(async () => {
    place = await mkdtemp(join(tmpdir(), 'backups-'));
    await makeFolder(folder());
    secrets = await installationSecrets(folder());
    const server = await start();
    const { database, owner, app, relay, keys } = serviceDatabase(service, secrets);
    await provisionDatabase(server.url, { database, owner, app, relay });
    await runMigrations(databaseUrl(server.url, database, owner), { service, migrations: auditMigrations, appRole: app.role, relayRole: relay.role });
    await see(server.url);
    await provisionKeyStore(server.url, { ...keyStoreDatabase(secrets), app: keys });
    await migrateKeyStore({ ownerUrl: databaseUrl(server.url, keyStoreDatabase(secrets).database, keyStoreDatabase(secrets).owner), appRole: keys.role });
    for (const id of [KEPT, ERASED_BEFORE, ERASED_AFTER, ERASED_IN_JOURNAL]) await ask(keyStore(server.url), `insert into subject_key (holder, subject_id, wrapped) values ('holder', '${id}', 'key')`);
    await server.stop();
  });
  afterAll(() => rm(place, { recursive: true, force: true }));

  it('of a server that is written to gives back every database as it was at one instant, and nobody who was erased since', async () => {
    const server = await start();
    await ask(server.url, 'create table line (number int primary key)');
    await erase(server.url, ERASED_BEFORE);
    const written = new AbortController();
    const writer = (async () => {
      for (let number = 1; !written.signal.aborted; number += 1) await ask(server.url, `insert into line values (${number})`);
    })();
    const before = Number((await ask(server.url, 'select count(*) from line'))[0]);
    await keepEmptyMark(accountsFile(folder(), undefined));
    const { file } = await backUp({ url: server.url, data: folder().postgres, of: folder(), folder: folder().backups, now });
    written.abort();
    await writer;
    await ask(server.url, 'delete from line');
    await erase(server.url, ERASED_AFTER);
    await see(server.url);
    expect(await verified(server.url)).toEqual(['2 entries in 2 batches, 0 not sealed yet: the record is whole']);
    await server.stop();
    await appendFile(join(folder().records, 'erasures'), `${JSON.stringify({ holder: 'holder', subjectId: ERASED_IN_JOURNAL, at: now.toISOString() })}\n`);

    expect(await newestBackup(folder().backups)).toBe(file);
    await rm(folder().accounts, { recursive: true });
    const ofAnother = `${folder().postgres}.before-restore-2026-10-01T080000.000Z`;
    await mkdir(ofAnother);
    const restored = await restore(folder(), file);
    expect(restored).toEqual({ erasedAgain: 2, before: expect.stringMatching(/\/postgres\.before-restore-\d{4}-\d\d-\d\dT\d{6}\.\d{3}Z$/) });
    expect([restored.before, ofAnother].map((place) => place !== null && existsSync(place))).toEqual([true, true]);

    // The next start goes on without the demo, as the one that was backed up did.
    expect(await goesWithoutDemo(accountsFile(folder(), undefined), false)).toBe(true);
    const again = await start();
    const [count, last] = [await ask(again.url, 'select count(*)::int from line'), await ask(again.url, 'select coalesce(max(number), 0) from line')];
    expect(Number(count[0])).toBeGreaterThanOrEqual(before);
    expect(count).toEqual(last);
    expect(await ask(keyStore(again.url), 'select subject_id from subject_key')).toEqual([KEPT]);
    expect(await ask(keyStore(again.url), 'select subject_id from destroyed_key order by 1')).toEqual([ERASED_BEFORE, ERASED_AFTER, ERASED_IN_JOURNAL]);
    // The end of the chain of the time that is unmade is kept, and not held against it.
    expect(await verified(again.url)).toEqual(['1 entries in 1 batches, 0 not sealed yet: the record is whole']);
    expect((await readdir(folder().records)).filter((name) => /^audit-heads\.before-restore-/.test(name))).toHaveLength(1);
    await again.stop();
  });

  it('that is none is refused, and what is there stays', async () => {
    const file = join(place, 'other.tar.gz');
    await writeFile(file, 'not a backup');
    await expect(restore(folder(), file)).rejects.toThrow('tar failed');
    await expect(restore(folder(), join(place, 'none'))).rejects.toThrow('is not there');
    const own = await readFile(folder().secrets);
    await writeFile(folder().secrets, JSON.stringify(makeSecrets()));
    await expect(restore(folder(), await newestBackup(folder().backups))).rejects.toThrow('was made with other secrets');
    await writeFile(folder().secrets, own);
    const server = await start();
    expect(await ask(server.url, 'select count(*)::int from line')).not.toEqual([0]);
    await server.stop();
  });

  it('is made of an installation without the demo that does not run, and kept for thirty days', async () => {
    const old = await newestBackup(folder().backups);
    const long = new Date(now.getTime() - 31 * 86_400_000);
    await utimes(old, long, long);
    const options = { folder: folder(), env: {}, progress: silent };
    expect(await withLocalServer(options, verified)).toEqual(['1 entries in 1 batches, 0 not sealed yet: the record is whole']);
    const lines = await run(backupCommand, [folder().backups]);
    expect(lines).toEqual([`Removed ${basename(old)}: a backup is kept for 30 days.`, await newestBackup(folder().backups)]);
    expect(existsSync(old)).toBe(false);
    expect(await readdir(folder().backups)).toHaveLength(1);
    await rm(folder().accounts, { recursive: true });
    await expect(run(backupCommand, [])).rejects.toThrow('it holds no data');
  });

  it('is one at a time, and of this copy’s server alone', async () => {
    const server = await start();
    const again = (data: string) => backUp({ url: server.url, data, of: folder(), folder: join(place, 'others'), now });
    const other = new Client({ connectionString: server.url });
    await other.connect();
    await other.query(`select pg_create_physical_replication_slot('concordat_backup', true, true)`);
    await expect(again(folder().postgres)).rejects.toThrow('Another backup of this copy is being made');
    await expect(again(join(place, 'elsewhere'))).rejects.toThrow('not of this copy');
    await other.end();
    await server.stop();
    expect(await readdir(join(place, 'others'))).toEqual([]);
  });

  it.each([['backup', backupCommand], ['restore', restoreCommand]] as const)('is neither made nor put back by a word that `npm run %s` does not know', async (name, command) => {
    const before = await readdir(folder().backups);
    await expect(run(command, ['--folder'])).rejects.toThrow(`unknown option '--folder'`);
    await expect(run(command, ['one', 'two'])).rejects.toThrow('too many arguments');
    await expect(run(command, ['--help'])).rejects.toThrow('(outputHelp)');
    await expect(run(command, [], { DATABASE_URL: 'postgres://server.example/postgres' })).rejects.toThrow('not of this copy');
    expect(command({ folder: folder(), env: {}, progress: silent, say: () => undefined }).helpInformation()).toContain(`npm run ${name} -- [options] [`);
    expect(await readdir(folder().backups)).toEqual(before);
  });
});
