import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AgreementChanged } from '@concordat/contracts-partnership-registry';
import type { EventOf } from '@concordat/contracts-protocol';
import { projectionEntities } from '@concordat/platform-auth';
import { Database, PartnershipRow, partnershipRow, PersistenceModule, scopeOf } from '@concordat/platform-persistence';
import { AgreementConsumer, CaseExclusion, CircleEntry, ConsentRecord, DisclosureRecord, Protections, ShareReceipts, Sharing, sharingEntities, sql, type Action, type Reader } from '@concordat/sharing';
import { newId, testSetting } from '@concordat/testing';
import { defineEntity, p } from '@mikro-orm/core';
import { Test, type TestingModule } from '@nestjs/testing';
import { scratchDatabase, scratchMigrations, type ScratchDatabase } from '../src/index.js';

/** A service's own case and item, as far as the policy looks at them. */
class OwnCase extends PartnershipRow {
  declare purpose: string;
  declare ownerAgencyId: string;
}
const OwnCaseSchema = defineEntity({ class: OwnCase, tableName: 'case', properties: { ...partnershipRow, purpose: p.string(), ownerAgencyId: p.uuid() } });

class OwnItem extends PartnershipRow {
  declare caseId: string;
  declare subjectId: string;
  declare ownerAgencyId: string;
  declare category: string;
  declare fields: string[];
  declare marking: string;
}
const OwnItemSchema = defineEntity({
  class: OwnItem,
  tableName: 'item',
  properties: { ...partnershipRow, caseId: p.uuid(), subjectId: p.uuid(), ownerAgencyId: p.uuid(), category: p.string(), fields: p.array(), marking: p.string() },
});

const partnershipId = newId();
const [council, school, police, subject, agreement, term] = [newId(), newId(), newId(), newId(), newId(), newId()];
const reader = (agencyId: string): Reader => ({ partnershipId, agencyId, userId: newId(), membershipId: newId() });
const [teacher, officer, coordinator] = [reader(school), reader(police), reader(council)];

const agreementOf = (status: 'active' | 'suspended', version: number): EventOf<typeof AgreementChanged> => ({
  id: newId(), type: 'agreement.changed', partnershipId, aggregateId: agreement, version, occurredAt: '2026-01-01T00:00:00Z', actor: null, trace: 'test',
  payload: {
    name: 'the Youth JAG agreement',
    status,
    validFrom: '2020-01-01',
    validTo: '2199-01-01',
    parties: [school, police],
    supersedes: null,
    signatures: [school, police].map((agencyId) => ({ agencyId, on: '2020-01-01', withdrawnOn: null })),
    terms: [
      { id: term, number: 2, purpose: 'youth-diversion', from: [school], to: '*', categories: { education: ['attendance'] }, basis: 'consent', gateway: null, export: false },
    ],
  },
});

let scratch: ScratchDatabase;
let app: TestingModule;
let database: Database;
let sharing: Sharing;

beforeAll(async () => {
  scratch = await scratchDatabase(testSetting('CONCORDAT_TEST_DATABASE_URL'), [ShareReceipts, Protections]);
  const key = (): string => randomBytes(32).toString('base64');
  const env = { CONCORDAT_DATABASE_URL: scratch.appUrl, CONCORDAT_KEYS_DATABASE_URL: scratch.appUrl, CONCORDAT_ROOT_KEY: key(), CONCORDAT_SEARCH_KEY: key() };
  const entities = [...projectionEntities, ...sharingEntities, OwnCaseSchema, OwnItemSchema];
  app = await Test.createTestingModule({ imports: [PersistenceModule.forRoot({ service: 'jag-cases', entities, migrations: [...scratchMigrations, ShareReceipts, Protections], env })] }).compile();
  database = app.get(Database);
  sharing = new Sharing(database);
  await scratch.admin.query(`insert into subject (id, partnership_id, kind) values ($1, $2, 'person')`, [subject, partnershipId]);
  for (const { userId, membershipId, agencyId } of [teacher, officer, coordinator]) {
    await scratch.admin.query(
      `insert into membership_projection (id, partnership_id, user_id, agency_id, roles, active, training_valid_to) values ($1, $2, $3, $4, '["practitioner"]', true, '2199-01-01')`,
      [membershipId, partnershipId, userId, agencyId],
    );
  }
});

afterAll(async () => {
  await app.close();
  await scratch.drop();
});

const asService = <T>(work: () => Promise<T>): Promise<T> => database.transaction(scopeOf(partnershipId), work);
const as = <T>(who: Reader, work: () => Promise<T>): Promise<T> => database.transaction(who, work);

/** A case of the council with the police in its circle, and an item that the school owns. */
async function aCase(): Promise<{ caseId: string; itemId: string; circleEntryId: string }> {
  const [caseId, itemId] = [newId(), newId()];
  await scratch.admin.query(`insert into "case" (id, partnership_id, purpose, owner_agency_id) values ($1, $2, 'youth-diversion', $3)`, [caseId, partnershipId, council]);
  await scratch.admin.query('insert into case_subject (partnership_id, case_id, subject_id) values ($1, $2, $3)', [partnershipId, caseId, subject]);
  await scratch.admin.query(
    `insert into item (id, partnership_id, case_id, subject_id, owner_agency_id, category, fields, marking) values ($1, $2, $3, $4, $5, 'education', '{attendance,exclusions}', 'none')`,
    [itemId, partnershipId, caseId, subject, school],
  );
  const circleEntryId = await asService(async () => {
    const entry = database.rows(CircleEntry).insert({ partnershipId, caseId, agencyId: police, fromAt: new Date(0), toAt: null, userIds: null });
    await database.em.flush();
    return entry.id;
  });
  return { caseId, itemId, circleEntryId };
}

const read = (who: Reader, caseId: string, action: Action = 'read'): Promise<{ item: OwnItem; fields: string[]; reasons: string[] }[]> =>
  as(who, () => sharing.items(OwnItem, sharing.question(who, action), { where: sql`i.case_id = ${caseId}::uuid`, orderBy: sql`i.created_at, i.id`, limit: 50 }));

const consent = (recordedAt: string): Promise<ConsentRecord> =>
  asService(async () => {
    const record = database.rows(ConsentRecord).insert({
      partnershipId, subjectId: subject, purpose: 'youth-diversion', recipientAgencyIds: [police], categories: ['education'], decision: 'given', givenBy: 'subject',
      competent: false, recordedAt: new Date(recordedAt),
    });
    await database.em.flush();
    return record;
  });

describe('a service', () => {
  it('shows items by an agreement that it heard of and a consent that it recorded, and says why', async () => {
    const { caseId, itemId } = await aCase();
    expect(await read(officer, caseId)).toEqual([]);
    const consumer = new AgreementConsumer(database);
    await asService(() => consumer.agreementChanged(agreementOf('active', 1)));
    expect(await read(officer, caseId)).toEqual([]);
    const given = await consent('2026-02-02T10:00:00Z');

    const [seen] = await read(officer, caseId);
    expect(seen?.item).toBeInstanceOf(OwnItem);
    expect(seen?.item).toMatchObject({ id: itemId, caseId, category: 'education', fields: ['attendance', 'exclusions'], version: 1 });
    expect(seen?.fields).toEqual(['attendance']);
    expect(seen?.reasons).toEqual([`consent:${given.id}`, `term:${agreement}/${term}`]);
    expect(await as(officer, () => sharing.explain(partnershipId, seen?.reasons ?? []))).toEqual([
      'Shared under the Youth JAG agreement, term 2, with consent given on 2 February 2026',
    ]);
    expect(await read(officer, caseId, 'export')).toEqual([]);

    expect((await read(teacher, caseId)).map(({ fields, reasons }) => ({ fields, reasons }))).toEqual([{ fields: ['attendance', 'exclusions'], reasons: ['own'] }]);
    expect(await as(teacher, () => sharing.explain(partnershipId, ['own']))).toEqual(['Your agency owns this information']);
    expect(await read(coordinator, caseId)).toEqual([]);

    await asService(async () => {
      const row = await database.rows(ConsentRecord).get({ partnershipId, id: given.id });
      await database.rows(ConsentRecord).change(row, 1, { withdrawnAt: database.clock.now() }, 'Withdrawn by telephone');
    });
    expect(await read(officer, caseId)).toEqual([]);
    await consent('2026-02-02T10:00:01Z');
    expect(await read(officer, caseId)).toHaveLength(1);
    await asService(() => consumer.agreementChanged(agreementOf('suspended', 2)));
    expect(await read(officer, caseId)).toEqual([]);
  });

  it('shows items by a disclosure, to the recipient alone and until it ends', async () => {
    const { caseId } = await aCase();
    await asService(async () => {
      database.rows(DisclosureRecord).insert({
        partnershipId, kind: 'authorised', caseId, subjectId: subject, ownerAgencyId: school, recipientAgencyId: police, categories: { education: ['exclusions'] },
        gateway: 'court-order', exportable: true, authorisedByUserId: teacher.userId, authorisedForAgencyId: school,
        authorisedAt: new Date('2026-02-02T10:00:00Z'), expiresAt: new Date('2199-01-01T00:00:00Z'),
      });
      await database.em.flush();
    });
    const [seen] = await read(officer, caseId, 'export');
    expect(seen?.fields).toEqual(['exclusions']);
    expect(await as(officer, () => sharing.explain(partnershipId, seen?.reasons ?? []))).toEqual(['Shared by a decision of 2 February 2026, until 1 January 2199']);
    expect(await read(coordinator, caseId)).toEqual([]);
  });

  it('works its reader out once a snapshot: whatever was changed in the transaction or committed beside it counts in the next statement', async () => {
    const [{ caseId }, { caseId: other }] = [await aCase(), await aCase()];
    const listed = async (id: string): Promise<number> => {
      const page = { where: sql`i.case_id = ${id}::uuid`, orderBy: sql`i.created_at, i.id`, limit: 50 };
      return (await sharing.items(OwnItem, sharing.question(teacher), page)).length;
    };
    const shut = (id: string): Promise<unknown> => scratch.admin.query('insert into case_exclusion (partnership_id, case_id, user_id) values ($1, $2, $3)', [partnershipId, id, teacher.userId]);
    await as(teacher, async () => {
      expect([await listed(caseId), await listed(other)]).toEqual([1, 1]);
      const [kept] = await database.em.execute<{ asked: string }[]>(`select current_setting('app.reader_asked', true) as asked`);
      expect(kept?.asked).toContain(teacher.userId);
      await shut(caseId);
      expect([await listed(caseId), await listed(other)]).toEqual([0, 1]);
      database.rows(CaseExclusion).insert({ partnershipId, caseId: other, userId: teacher.userId });
      await database.em.flush();
      expect([await listed(caseId), await listed(other)]).toEqual([0, 0]);
    });
    expect([await as(teacher, () => listed(caseId)), await as(teacher, () => listed(other))]).toEqual([0, 0]);
  });

  it('lists the cases of the owner and the circle, and no others', async () => {
    const { caseId, circleEntryId } = await aCase();
    const listed = (who: Reader): Promise<string[]> =>
      as(who, async () => {
        const where = { partnershipId, purpose: 'youth-diversion', [sharing.caseKey(sharing.question(who))]: [] };
        const page = await database.rows(OwnCase).page(where, { order: [{ createdAt: 'desc' }], size: 100 });
        expect(await database.rows(OwnCase).count({ partnershipId, [sharing.caseKey(sharing.question(who))]: [] })).toBe(page.items.length);
        return page.items.map(({ id }) => id);
      });
    expect(await listed(coordinator)).toContain(caseId);
    expect(await listed(officer)).toContain(caseId);
    expect(await listed(teacher)).toEqual([]);
    expect(await listed({ ...officer, agencyId: council })).toEqual([]);
    expect(await listed({ ...officer, membershipId: coordinator.membershipId })).toEqual([]);

    await asService(async () => {
      const entry = await database.rows(CircleEntry).get({ partnershipId, id: circleEntryId });
      await database.rows(CircleEntry).change(entry, 1, { toAt: database.clock.now() }, 'No longer involved');
      database.rows(CaseExclusion).insert({ partnershipId, caseId, userId: coordinator.userId });
      await database.em.flush();
    });
    expect(await listed(officer)).not.toContain(caseId);
    expect(await listed(coordinator)).not.toContain(caseId);
  });
});
