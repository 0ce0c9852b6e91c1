import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Database, findUnprotectedTables, scopeOf, Sealer, SubjectErasedError, SubjectKeys } from '@concordat/platform-persistence';
import { InvalidInputError } from '@concordat/platform-errors';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runWithTrace } from '@concordat/platform-logging';
import { register } from 'prom-client';
import { v7 } from 'uuid';
import { Audit, AuditChecks, Conduct, Looks, auditDetailPlace, AuditSealer, HeadFiles, sealEntries, signingKey, verifyAuditCommand, verifyAuditOf, type AuditFault } from '../src/index.js';
import { BATCH_COLUMNS, batchHash, type Batch } from '../src/chain.js';
import { signatureOf } from '../src/signed-heads.js';
import { startAudit, withClient } from './harness.js';

describe('audit', () => {
  let started: Awaited<ReturnType<typeof startAudit>>;
  let database: Database;
  let audit: Audit;
  const scope = { ...scopeOf(v7()), userId: v7(), membershipId: v7(), agencyId: v7() };

  beforeAll(async () => {
    started = await startAudit();
    database = started.module.get(Database);
    audit = started.module.get(Audit);
  });
  afterAll(() => started.close());
  beforeEach(() => started.tamper('truncate audit_entry, audit_batch, audit_head, audit_check'));

  const view = (ids: string[] = [v7()], detail?: unknown) =>
    database.transaction(scope, () => audit.record({ action: ids.length > 1 ? 'listed' : 'viewed', kind: 'case', ids, ...(detail === undefined ? {} : { detail }) }));
  const sealAll = () => started.module.get(AuditSealer).seal();
  /** Entries in `batches` sealed batches. */
  const sealed = async (batches: number, each = 3) => {
    for (let batch = 0; batch < batches; batch += 1) {
      for (let entry = 0; entry < each; entry += 1) await view();
      await sealAll();
    }
    return (await started.query<{ id: string; seq: string }>('select id, seq::text as seq from audit_entry order by audit_entry.seq')).map((row) => row);
  };
  const faults = async (): Promise<AuditFault[]> => (await started.verify()).faults;

  it('keeps who, when, for whom, and in what request; a list page is one entry that names its ids', async () => {
    const ids = [v7(), v7(), v7()];
    await runWithTrace('trace-7', () => view(ids, { page: 2 }));
    const [entry] = await started.query('select * from audit_entry');
    expect(entry).toMatchObject({
      partnership_id: scope.partnershipId, user_id: scope.userId, membership_id: scope.membershipId, agency_id: scope.agencyId,
      trace: 'trace-7', action: 'listed', kind: 'case', ids, subject_id: null, sealed_detail: null, detail: '{"page":2}', batch: null,
    });
  });

  it('seals the detail under the subject’s key, and the chain stays whole when the key is destroyed', async () => {
    const [subjectId, sealer, keys] = [v7(), started.module.get(Sealer), started.module.get(SubjectKeys)];
    await keys.create(subjectId);
    await database.transaction(scope, () => audit.record({ action: 'changed', kind: 'case', ids: [subjectId], subjectId, detail: { name: 'Aaliyah' } }));
    await sealAll();
    const [entry] = await started.query<{ id: string; sealed_detail: Buffer; detail: string | null }>('select id, sealed_detail, detail from audit_entry');
    expect(entry!.detail).toBeNull();
    expect(entry!.sealed_detail.includes('Aaliyah')).toBe(false);
    expect(await sealer.open(subjectId, auditDetailPlace(entry!.id), entry!.sealed_detail)).toEqual({ name: 'Aaliyah' });
    await keys.destroy(subjectId);
    expect(await sealer.openMany([{ subjectId, place: auditDetailPlace(entry!.id), sealed: entry!.sealed_detail }])).toEqual([null]);
    expect(await started.verify()).toMatchObject({ entries: 1, faults: [] });
  });

  it('goes with the request: nothing of it stays when either fails', async () => {
    const failed = database.transaction(scope, async () => {
      await audit.record({ action: 'viewed', kind: 'case', ids: [v7()] });
      throw new Error('the request failed');
    });
    await expect(failed).rejects.toThrow('the request failed');
    expect(await started.query('select 1 from audit_entry')).toEqual([]);

    await started.tamper('create table if not exists work_done (id int)', `grant all on work_done to public`, 'alter table audit_entry add constraint full_up check (kind <> $$refused$$)');
    const unrecorded = database.transaction(scope, async () => {
      await database.em.execute('insert into work_done values (1)');
      await audit.record({ action: 'changed', kind: 'refused', ids: [v7()] });
    });
    await expect(unrecorded).rejects.toThrow(/full_up/);
    expect(await started.query('select 1 from work_done')).toEqual([]);

    // Nor when the service catches the error and goes on.
    for (const entry of [{ kind: 'refused' }, { kind: 'case', subjectId: v7(), detail: 'has no key' }]) {
      const swallowed = database.transaction(scope, async () => {
        await database.em.execute('insert into work_done values (2)');
        await audit.record({ action: 'changed', ids: [v7()], ...entry }).catch(() => undefined);
      });
      await expect(swallowed).rejects.toThrow(entry.subjectId === undefined ? /full_up/ : SubjectErasedError);
      expect(await started.query('select 1 from work_done')).toEqual([]);
    }
    await started.tamper('drop table work_done', 'alter table audit_entry drop constraint full_up');
    await expect(audit.record({ action: 'viewed', kind: 'case', ids: [] })).rejects.toThrow(/No transaction is open/);
  });

  it('can be added to by the service, and neither changed, removed nor renumbered by anyone who serves', async () => {
    await view();
    await sealAll();
    await withClient(started.appUrl, async (client) => {
      for (const sql of ['update audit_entry set kind = kind', 'delete from audit_entry', 'truncate audit_entry', 'select * from audit_batch', 'delete from audit_head']) {
        await expect(client.query(sql)).rejects.toThrow(/permission denied/);
      }
      await expect(client.query(`insert into audit_entry (id, at, trace, action, kind, ids, partnership_id) values (uuidv7(), now(), '', 'viewed', 'case', '{}', uuidv7())`)).rejects.toThrow(/row-level security/);
    });
    await withClient(started.relayUrl, async (client) => {
      for (const sql of ['update audit_entry set kind = kind', 'delete from audit_entry', 'update audit_batch set hash = hash', 'delete from audit_batch', 'delete from audit_head']) {
        await expect(client.query(sql)).rejects.toThrow(/permission denied/);
      }
      expect((await client.query('update audit_entry set batch = 7')).rowCount).toBe(0);
    });
    await withClient(started.ownerUrl, async (client) => {
      expect((await client.query('update audit_entry set kind = $1', ['x'])).rowCount).toBe(0);
    });
    expect(await faults()).toEqual([]);
    expect(await findUnprotectedTables(started.appUrl)).toEqual([]);
  });

  it('is read by its own partnership alone', async () => {
    await view();
    const count = () => database.em.execute<{ count: number }[]>('select count(*)::int as count from audit_entry').then(([row]) => row!.count);
    expect(await database.transaction(scope, count)).toBe(1);
    expect(await database.transaction(scopeOf(v7()), count)).toBe(0);
  });

  it('seals each entry once, with two sealers at work while entries come', async () => {
    const writing = Promise.all(Array.from({ length: 60 }, () => view()));
    const sealing = Promise.all(
      [1, 2].map(() =>
        withClient(started.relayUrl, async (client) => {
          let count = 0;
          for (let turn = 0; turn < 20; turn += 1) count += await sealEntries(client, { service: 'jag-cases', key: started.key, heads: null });
          return count;
        }),
      ),
    );
    await writing;
    const counts = await sealing;
    const rest = await sealAll();
    expect(counts[0]! + counts[1]! + rest).toBe(60);
    expect(await started.verify()).toMatchObject({ entries: 60, unsealed: 0, faults: [] });
  });

  it('seals an entry whose transaction began before that of one that is sealed already', async () => {
    let commit: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (commit = resolve));
    let written: () => void = () => undefined;
    const early = new Promise<void>((resolve) => (written = resolve));
    const slow = database.transaction(scope, async () => {
      await audit.record({ action: 'viewed', kind: 'case', ids: ['slow'] });
      written();
      await gate;
    });
    await early;
    await view(['quick']);
    expect(await sealAll()).toBe(1);
    commit();
    await slow;
    expect(await sealAll()).toBe(1);
    expect(await started.verify()).toMatchObject({ entries: 2, batches: 2, unsealed: 0, faults: [] });
  });

  it('seals on its own once the worker runs, and stops with it', async () => {
    const other = await startAudit();
    await other.module.init();
    const [db, record] = [other.module.get(Database), other.module.get(Audit)];
    await db.transaction(scope, () => record.record({ action: 'viewed', kind: 'case', ids: ['1'] }));
    let report = await other.verify();
    for (let turn = 0; turn < 200 && report.unsealed > 0; turn += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      report = await other.verify();
    }
    expect(report).toMatchObject({ entries: 1, unsealed: 0, faults: [] });
    await other.close();
  });

  describe('tells when somebody', () => {
    it('edited an entry', async () => {
      const [, entry] = await sealed(2);
      await started.tamper(`update audit_entry set user_id = uuidv7() where id = '${entry!.id}'`);
      expect(await faults()).toEqual([{ kind: 'edited', batch: '1', entryId: entry!.id }]);
    });

    it.each(['at = at + interval $$1 second$$', 'action = $$exported$$', 'ids = $${other}$$', 'detail = $$null$$', 'partnership_id = null', 'trace = $$x$$', 'agency_id = null', 'membership_id = null', 'kind = $$x$$', 'subject_id = id', 'sealed_detail = $$x$$'])(
      'set %s',
      async (change) => {
        const [entry] = await sealed(1, 1);
        await started.tamper(`update audit_entry set ${change} where id = '${entry!.id}'`);
        expect(await faults()).toEqual([{ kind: 'edited', batch: '1', entryId: entry!.id }]);
      },
    );

    it('deleted an entry, or sent it to be sealed again', async () => {
      const entries = await sealed(2);
      await started.tamper(`delete from audit_entry where id = '${entries[4]!.id}'`, `update audit_entry set batch = null where id = '${entries[0]!.id}'`);
      await sealAll();
      expect(await faults()).toEqual([
        { kind: 'deleted', batch: '1', entryId: entries[0]!.id },
        { kind: 'deleted', batch: '2', entryId: entries[4]!.id },
      ]);
    });

    it('put entries in another order', async () => {
      const [one, two] = await sealed(1);
      await started.tamper(
        'alter table audit_entry alter column seq set generated by default',
        `update audit_entry set seq = -1 where id = '${one!.id}'`,
        `update audit_entry set seq = ${one!.seq} where id = '${two!.id}'`,
        `update audit_entry set seq = ${two!.seq} where id = '${one!.id}'`,
        'alter table audit_entry alter column seq set generated always',
      );
      expect(await faults()).toEqual([
        { kind: 'reordered', batch: '1', entryId: one!.id },
        { kind: 'reordered', batch: '1', entryId: two!.id },
      ]);
    });

    it('added an entry to a sealed batch', async () => {
      await sealed(2);
      await started.tamper(`insert into audit_entry (id, at, trace, action, kind, ids, batch) values ('0198f2c4-0000-7000-8000-000000000009', now(), '', 'viewed', 'case', '{}', 1)`);
      expect(await faults()).toEqual([{ kind: 'added', batch: '1', entryId: '0198f2c4-0000-7000-8000-000000000009' }]);
    });

    it('edited an entry and its hash in the batch', async () => {
      const [entry] = await sealed(2);
      await started.tamper(`update audit_entry set kind = 'x' where id = '${entry!.id}'`, `update audit_batch set entry_hashes = entry_hashes[2:3] || entry_hashes[1:1] where number = 1`);
      expect((await faults()).map(({ kind }) => kind)).toContain('batch-edited');
    });

    it('wrote a batch anew without one of its entries, hash and all', async () => {
      const [entry] = await sealed(2);
      const [batch] = await started.query<Batch>(`select ${BATCH_COLUMNS} from audit_batch where audit_batch.number = 1`);
      const without = { ...batch!, entry_ids: batch!.entry_ids.slice(1), entry_seqs: batch!.entry_seqs.slice(1), entry_hashes: batch!.entry_hashes.slice(1) };
      await started.query(`update audit_batch set entry_ids = $1::uuid[], entry_seqs = $2::bigint[], entry_hashes = array(select decode(one, 'hex') from unnest($3::text[]) with ordinality as hashes (one, place) order by place), hash = $4 where number = 1`, [
        without.entry_ids, without.entry_seqs, without.entry_hashes, batchHash(without),
      ]);
      await started.tamper(`delete from audit_entry where id = '${entry!.id}'`);
      expect(await faults()).toEqual([{ kind: 'head-forged', batch: '1' }, { kind: 'batch-edited', batch: '2' }]);
    });

    it('took a batch from the middle', async () => {
      await sealed(3);
      await started.tamper('delete from audit_entry where batch = 2', 'delete from audit_batch where number = 2');
      expect(await faults()).toEqual([{ kind: 'batch-missing', batch: '2' }]);
    });

    it('closed the gap that a batch left', async () => {
      await sealed(3);
      await started.tamper('delete from audit_entry where batch = 2', 'delete from audit_batch where number = 2', 'update audit_batch set number = 2 where number = 3', 'update audit_entry set batch = 2 where batch = 3', 'update audit_head set number = 2');
      expect(await faults()).toEqual([{ kind: 'batch-edited', batch: '2' }, { kind: 'head-forged', batch: '2' }]);
    });

    it('cut the tail', async () => {
      await sealed(3);
      await started.tamper('delete from audit_entry where batch = 3', 'delete from audit_batch where number = 3');
      expect(await faults()).toEqual([{ kind: 'tail-cut', batch: '3' }]);
    });

    it('emptied the record', async () => {
      await sealed(1);
      await started.tamper('delete from audit_entry', 'delete from audit_batch');
      expect(await faults()).toEqual([{ kind: 'tail-cut', batch: '1' }]);
    });

    it('cut the batches and the head, and left entries of them', async () => {
      await sealed(2);
      await started.tamper('delete from audit_batch', 'delete from audit_head');
      expect((await faults()).map(({ kind, batch }) => `${kind} ${batch}`).sort()).toEqual(['tail-cut 1', 'tail-cut 2']);
    });
  });

  it('tells what somebody did for an agency, latest first, page by page, and not which records it was', async () => {
    const conduct = started.module.get(Conduct);
    const elsewhere = { ...scope, agencyId: v7() };
    for (let views = 0; views < 3; views += 1) await view([v7()]);
    await view([v7(), v7()]);
    await database.transaction(elsewhere, () => audit.record({ action: 'changed', kind: 'case', ids: [v7()] }));
    await database.transaction({ ...scope, userId: v7() }, () => audit.record({ action: 'changed', kind: 'case', ids: [v7()] }));
    const pages: string[] = [];
    for (let after: string | undefined, more = true; more; ) {
      const { items, next } = await database.transaction(scope, () => conduct.of(scope.userId, { after, size: 3 }));
      pages.push(items.map(({ action, records }) => `${action} ${records}`).join(', '));
      expect(Object.keys(items[0]!).sort()).toEqual(['action', 'at', 'kind', 'membershipId', 'records', 'trace']);
      more = next !== null;
      after = next ?? undefined;
    }
    expect(pages).toEqual(['listed 2, viewed 1, viewed 1', 'viewed 1']);
    expect((await database.transaction(elsewhere, () => conduct.of(scope.userId, { size: 10 }))).items).toHaveLength(1);
    expect((await database.transaction({ ...scopeOf(v7()), agencyId: scope.agencyId }, () => conduct.of(scope.userId, { size: 10 }))).items).toEqual([]);
    await expect(database.transaction(scope, () => conduct.of(scope.userId, { after: 'x~y', size: 3 }))).rejects.toThrow(InvalidInputError);
  });

  it('tells who did what to records, latest first, page by page, what was done in one way within a minute as one, by an index', async () => {
    const looks = started.module.get(Looks);
    const [caseId, itemId, agencyId] = [v7(), v7(), v7()];
    const colleague = { ...scope, userId: v7() };
    const elsewhere = { ...scopeOf(v7()), userId: v7(), membershipId: v7(), agencyId };
    const enter = (as: typeof scope, action: 'viewed' | 'changed', kind: string, ids: string[]) => database.transaction(as, () => audit.record({ action, kind, ids }));
    await enter(scope, 'viewed', 'item', [v7(), itemId]);
    await enter(scope, 'viewed', 'case', [caseId]);
    await enter(scope, 'changed', 'marking', [itemId]);
    await enter(colleague, 'viewed', 'case', [v7(), caseId]);
    await enter(elsewhere, 'viewed', 'case', [caseId]);
    await enter(scope, 'viewed', 'case', [v7()]);
    await started.tamper(`update audit_entry set at = '2026-02-03T10:15:00Z'::timestamptz + seq % 2 * interval '1 second'`, `update audit_entry set at = '2026-02-03T10:16:00Z' where action = 'changed'`);
    const page = (question: Partial<Parameters<Looks['at']>[1]> = {}) => database.transaction(scope, () => looks.at([caseId, itemId], { butKinds: [], size: 10, ...question }));
    const first = { agencyId: scope.agencyId, at: '2026-02-03T10:15:00.000Z', action: 'viewed' };
    const all = (await page()).items;
    expect(all).toEqual([
      { agencyId: scope.agencyId, at: '2026-02-03T10:16:00.000Z', userId: scope.userId, action: 'changed', kinds: ['marking'] },
      { ...first, userId: colleague.userId, kinds: ['case'] },
      { ...first, userId: scope.userId, kinds: ['case', 'item'] },
    ]);
    const paged: typeof all = [];
    for (let after: string | undefined, more = true; more; ) {
      const { items, next } = await page({ after, size: 1 });
      paged.push(...items);
      more = next !== null;
      after = next ?? undefined;
    }
    expect(paged).toEqual(all);
    expect((await page({ butKinds: ['marking'], userId: scope.userId })).items).toEqual([all[2]]);
    expect([(await page({ agencyId })).items, (await page({ agencyId: scope.agencyId })).items]).toEqual([[], all]);
    await expect(page({ after: 'x~y' })).rejects.toThrow(InvalidInputError);

    await started.tamper(`insert into audit_entry (id, at, partnership_id, trace, action, kind, ids) select uuidv7(), now(), '${scope.partnershipId}', '', 'viewed', 'case', array[gen_random_uuid()::text] from generate_series(1, 3000)`, 'analyze audit_entry');
    const plan = await withClient(started.ownerUrl, async (client) => (await client.query<{ 'QUERY PLAN': string }>('explain select from audit_entry where partnership_id = $1 and ids && $2::text[]', [scope.partnershipId, [caseId]])).rows);
    expect(plan.map((line) => line['QUERY PLAN']).join('\n')).toContain('audit_entry_of_records');
  });

  it('is followed on demand, and metrics tell when, what was wrong and how long entries wait', async () => {
    const shown = async () => (await register.metrics()).split('\n').filter((line) => line.startsWith('audit_'));
    const [entry] = await sealed(2);
    const [{ at: began } = { at: new Date(Number.NaN) }] = await started.query<{ at: Date }>('select at from audit_entry order by seq limit 1');
    const unchecked = [`audit_began_timestamp_seconds{service="jag-cases"} ${began.getTime() / 1000}`, 'audit_oldest_unsealed_seconds{service="jag-cases"} 0'];
    expect(await shown()).toEqual(unchecked);
    const at = new Date('2026-08-01T02:40:00.000Z');
    await started.module.get(AuditChecks).check(at);
    expect(await shown()).toEqual([
      'audit_faults{service="jag-cases"} 0',
      unchecked[0],
      `audit_checked_timestamp_seconds{service="jag-cases"} ${at.getTime() / 1000}`,
      'audit_oldest_unsealed_seconds{service="jag-cases"} 0',
    ]);
    await started.tamper(`delete from audit_entry where id = '${entry!.id}'`);
    await started.module.get(AuditChecks).check(at);
    expect((await shown())[0]).toBe('audit_faults{service="jag-cases"} 1');
  });

  it('answers on the command line', async () => {
    const lines: string[] = [];
    const [entry] = await sealed(2);
    await view();
    expect(await verifyAuditCommand(started.relayUrl, started.proof, (line) => lines.push(line))).toBe(0);
    await started.tamper(`delete from audit_entry where id = '${entry!.id}'`);
    expect(await verifyAuditCommand(started.relayUrl, started.proof, (line) => lines.push(line))).toBe(1);
    expect(lines).toEqual([
      '6 entries in 2 batches, 1 not sealed yet: the record is whole',
      `batch 1: entry ${entry!.id} deleted`,
      '6 entries in 2 batches, 1 not sealed yet: 1 fault',
    ]);
  });

  it('keeps the newest head of a day outside, whichever process is late, and every one where two differ', async () => {
    const place = await mkdtemp(join(tmpdir(), 'heads-'));
    const [one, other] = [new HeadFiles(place), new HeadFiles(place)];
    const write = (files: HeadFiles, number: number, filled = 1) => {
      const head = { service: 'jag-cases', number: String(number), hash: Buffer.alloc(32, filled) };
      return files.write({ ...head, signature: signatureOf(head, started.key) }, new Date(Date.UTC(2026, 0, 1)));
    };
    const numbers = async () => (await one.read('jag-cases')).map(({ number }) => number);
    await Promise.all([9, 3, 11, 10, 2].map((number, index) => write(index % 2 === 0 ? one : other, number)));
    expect(await numbers()).toEqual(['11']);
    await write(other, 10);
    await write(other, 11);
    expect(await numbers()).toEqual(['11']);
    await write(other, 11, 2);
    expect(await numbers()).toEqual(['11', '11']);
    expect((await readdir(place)).filter((name) => !name.endsWith('.json'))).toEqual([]);
    await rm(place, { recursive: true });
  });

  it('answers by the settings of the service’s processes, with the heads outside', async () => {
    const place = await mkdtemp(join(tmpdir(), 'heads-'));
    const env = { ...started.env, CONCORDAT_AUDIT_HEADS: place };
    const lines: string[] = [];
    const verified = () => verifyAuditOf({ service: 'jag-cases', env }, (line) => lines.push(line));
    await sealed(2);
    expect(await verified()).toBe(0);
    const beyond = { service: 'jag-cases', number: '9', hash: Buffer.alloc(32, 1) };
    await new HeadFiles(place).write({ ...beyond, signature: signatureOf(beyond, signingKey(Buffer.from(env.CONCORDAT_AUDIT_KEY, 'base64'))) }, new Date());
    expect(await verified()).toBe(1);
    expect(lines).toEqual(['6 entries in 2 batches, 0 not sealed yet: the record is whole', 'batch 9: tail-cut', '6 entries in 2 batches, 0 not sealed yet: 1 fault']);
    await rm(place, { recursive: true });
  });
});
