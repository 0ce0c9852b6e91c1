import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrateKeyStore, provisionDatabase, provisionKeyStore, runMigrations } from '@concordat/platform-persistence';
import { Client } from 'pg';
import { databaseUrl, keyStoreDatabase, serviceDatabase } from '../databases.js';
import { databaseEnvironment, recordsEnvironment } from '../environment.js';
import { auditHeads, makeFolder, stackFolder } from '../folder.js';
import { internalPorts } from '../ports.js';
import { startPostgres, type RunningServer } from '../postgres.js';
import { installationSecrets, type Secrets } from '../secrets.js';
import { backUp, newestBackup } from './back-up.js';
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
    const { file } = await backUp({ url: server.url, data: folder().postgres, folder: folder().backups, now });
    written.abort();
    await writer;
    await ask(server.url, 'delete from line');
    await erase(server.url, ERASED_AFTER);
    await see(server.url);
    expect(await verified(server.url)).toEqual(['2 entries in 2 batches, 0 not sealed yet: the record is whole']);
    await server.stop();
    await appendFile(join(folder().records, 'erasures'), `${JSON.stringify({ holder: 'holder', subjectId: ERASED_IN_JOURNAL, at: now.toISOString() })}\n`);

    expect(await newestBackup(folder().backups)).toBe(file);
    const ofAnother = `${folder().postgres}.before-restore-2026-10-01T080000.000Z`;
    await mkdir(ofAnother);
    const restored = await restore(folder(), file);
    expect(restored).toEqual({ erasedAgain: 2, before: expect.stringMatching(/\/postgres\.before-restore-\d{4}-\d\d-\d\dT\d{6}\.\d{3}Z$/) });
    expect([restored.before, ofAnother].map((place) => place !== null && existsSync(place))).toEqual([true, true]);

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
    const server = await start();
    expect(await ask(server.url, 'select count(*)::int from line')).not.toEqual([0]);
    await server.stop();
  });

  it('is kept for thirty days', async () => {
    const server = await start();
    const old = await newestBackup(folder().backups);
    const long = new Date(now.getTime() - 31 * 86_400_000);
    await utimes(old, long, long);
    const { file, removed } = await backUp({ url: server.url, data: folder().postgres, folder: folder().backups, now: new Date(now.getTime() + 1000) });
    await server.stop();
    expect(removed).toHaveLength(1);
    expect([existsSync(old), existsSync(file)]).toEqual([false, true]);
  });
});
