import { addAttachment, getAgreement, makeEdition, MOST_ATTACHMENTS, readAttachment, removeAttachment, reviewAgreement, type Agreement } from '@concordat/contracts-partnership-registry';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, newId, type RouteClient } from '@concordat/testing';
import { DateTime } from 'luxon';
import { ChasedAgreements } from '../src/agreements/chasing/chased-agreements.js';
import { agreementWork, wholeAgreement } from './agreement-drafts.js';
import { startRegistry, type TestPartnership, type TestRegistry } from './registry.js';

const PDF = Buffer.from('%PDF-1.7\nPeregrine annex\n%%EOF\n');
const inDays = (days: number): string => DateTime.now().setZone('Europe/London').plus({ days }).toFormat('yyyy-MM-dd');

describe('what belongs to an agreement, and looking after it', () => {
  let registry: TestRegistry;
  let partnership: TestPartnership;
  let police: string;
  let governor: string;
  let work: ReturnType<typeof agreementWork>;
  beforeAll(async () => {
    registry = await startRegistry();
    partnership = await registry.aPartnership();
    police = (await registry.anAgency(partnership)).id;
    const stranger = (await registry.anAgency(partnership)).id;
    governor = (await registry.aPerson(partnership, { agencyId: police, roles: ['information-governance'] })).id;
    await registry.aPerson(partnership, { agencyId: stranger, roles: ['information-governance'] });
    await registry.aPerson(partnership, { agencyId: police });
    work = agreementWork(partnership);
  });
  afterAll(() => registry.close());

  const draft = (difference: Parameters<typeof wholeAgreement>[1] = {}) => work.draft(wholeAgreement([partnership.agencyId, police], difference));
  const inForce = async (difference: Parameters<typeof wholeAgreement>[1] = {}): Promise<Agreement> =>
    (await work.move(await work.signedBy(await draft(difference), [partnership.agencyId, police]), 'active')).body;
  const attach = ({ id, version }: Agreement, content: Buffer = PDF, name = 'Annex A.pdf', as: RouteClient = partnership.administrator) =>
    as.call(addAttachment, { params: { agreementId: id }, body: { version, name, content: content.toString('base64') } });
  const take = (agreementId: string, attachmentId: string, as: RouteClient = partnership.administrator) => as.call(readAttachment, { params: { agreementId, attachmentId } });
  const remove = ({ id, version }: Agreement, attachmentId: string) =>
    partnership.administrator.call(removeAttachment, { params: { agreementId: id, attachmentId }, body: { version, why: 'The wrong file' } });
  const files = async (): Promise<number> => (await registry.database.query<{ n: number }>('select count(*)::int as n from agreement_file'))[0]!.n;

  describe('attachments', () => {
    it('are kept encrypted with the version, by a name without a path, and are read by everybody, which is in the audit', async () => {
      const agreement = (await attach(await draft(), PDF, 'C:\\files\\..\\Annex "A".pdf')).body;
      expect(agreement.attachments).toEqual([{ id: expect.any(String), name: 'Annex A.pdf', mediaType: 'application/pdf', bytes: PDF.length, addedOn: inDays(0) }]);
      const attachmentId = agreement.attachments[0]!.id;
      const [row] = await registry.database.query<{ content: Buffer }>('select content from agreement_file where id = $1', [attachmentId]);
      expect(row?.content.includes(PDF.subarray(10, 24))).toBe(false);
      const reader = await registry.withPassword(partnership, await registry.aPerson(partnership, { agencyId: police }));
      const officer = registry.acting(await registry.signIn(reader.email));
      expect((await take(agreement.id, attachmentId, officer)).body).toEqual({ name: 'Annex A.pdf', mediaType: 'application/pdf', content: PDF.toString('base64') });
      const audit = await registry.database.query(`select action, ids from audit_entry where kind = 'agreement attachment' and user_id = $1`, [reader.id]);
      expect(audit).toEqual([{ action: 'exported', ids: [agreement.id, attachmentId] }]);
      expect((await attach(agreement, PDF, 'x.pdf', officer)).problem?.code).toBe('not-allowed');
    });

    it('go into the next version, and are destroyed when the last draft that has them drops them', async () => {
      const kept = (await attach(await draft())).body;
      const first = (await work.move(await work.signedBy(kept, [partnership.agencyId, police]), 'active')).body;
      const attachmentId = first.attachments[0]!.id;
      expect((await remove(first, attachmentId)).problem?.code).toBe('not-a-draft');
      const second = (await partnership.administrator.call(makeEdition, { params: { agreementId: first.id }, body: { version: first.version } })).body;
      expect(second.attachments).toEqual(first.attachments);
      const before = await files();
      const without = (await remove(second, attachmentId)).body;
      expect([without.attachments, await files(), (await take(first.id, attachmentId)).status]).toEqual([[], before, 200]);
      expect((await take(second.id, attachmentId)).problem?.code).toBe('not-found');
      const mistake = (await attach(without)).body;
      expect(await files()).toBe(before + 1);
      expect((await remove(mistake, mistake.attachments[0]!.id)).status).toBe(200);
      expect(await files()).toBe(before);
      await eventually(async () => expect(await registry.keyStore.query('select 1 from destroyed_key where subject_id = $1', [mistake.attachments[0]!.id])).toHaveLength(1));
    });

    it('are refused for what they are, with what to do', async () => {
      const agreement = await draft();
      expect((await attach(agreement, Buffer.from([0x4d, 0x5a, 0x90, 0]), 'harmless.pdf')).problem).toMatchObject({ status: 422, code: 'attachment-not-allowed', detail: expect.stringContaining('Choose a PDF') });
      expect((await attach(agreement, Buffer.alloc(0))).problem).toMatchObject({ status: 400, issues: [{ path: 'body.content', message: 'The file is empty' }] });
      const large = Buffer.concat([PDF, Buffer.alloc(5 * 1024 * 1024), PDF]);
      expect((await attach(agreement, PDF, '../..')).problem).toMatchObject({ status: 422, code: 'attachment-not-allowed' });
      expect((await attach(agreement, PDF, '\u0000')).problem).toMatchObject({ status: 400, issues: [{ path: 'body.name' }] });
      expect((await attach(agreement, large)).problem).toMatchObject({ status: 400, issues: [{ path: 'body.content' }] });
      expect((await attach(agreement, Buffer.alloc(9_000_000))).problem?.status).toBe(413);
      const most = large.subarray(large.length - 5 * 1024 * 1024);
      const largest = Buffer.concat([Buffer.from('%PDF-'), most.subarray(5)]);
      let full = (await attach(agreement, largest)).body;
      expect((await attach(agreement)).problem).toMatchObject({ status: 409, changes: [expect.objectContaining({ field: 'attachments' })] });
      for (let n = 1; n < MOST_ATTACHMENTS; n += 1) full = (await attach(full)).body;
      expect((await attach(full)).problem?.code).toBe('too-many-attachments');
      await registry.database.query('update agreement_file set bytes = $1 where id = $2', [500 * 1024 * 1024, full.attachments[0]!.id]);
      expect((await attach(await draft())).problem?.code).toBe('attachments-full');
      await registry.database.query('update agreement_file set bytes = 1 where id = $1', [full.attachments[0]!.id]);
      const ended = (await work.move(full, 'ended')).body;
      expect((await attach(ended)).problem?.code).toBe('agreement-ended');
    });

    it('of another partnership are as if there were none', async () => {
      const other = await registry.aPartnership('There');
      const agreement = (await attach(await draft())).body;
      const attachmentId = agreement.attachments[0]!.id;
      const answers = await Promise.all([take(agreement.id, attachmentId, other.administrator), take(newId(), newId(), other.administrator)]);
      expect(answers.map(({ problem }) => problem?.status)).toEqual([404, 404]);
    });
  });

  describe('a review', () => {
    it('is recorded with what was found and when the next is due', async () => {
      const agreement = await inForce({ reviewOn: inDays(-3) });
      const review = (body: { nextOn: string }, version = agreement.version) =>
        partnership.administrator.call(reviewAgreement, { params: { agreementId: agreement.id }, body: { version, outcome: 'It works; term 1 stays', ...body } });
      expect((await review({ nextOn: inDays(0) })).problem).toMatchObject({ status: 400, issues: [{ path: 'body.nextOn' }] });
      expect((await review({ nextOn: '2100-01-01' })).problem).toMatchObject({ status: 400, issues: [{ path: 'body.nextOn' }] });
      const reviewed = (await review({ nextOn: inDays(200) })).body;
      expect(reviewed).toMatchObject({ reviewOn: inDays(200), reviews: [{ on: inDays(0), by: partnership.userId, outcome: 'It works; term 1 stays', nextOn: inDays(200) }] });
      expect((await review({ nextOn: inDays(300) })).problem?.code).toBe('stale-version');
      expect((await partnership.administrator.call(reviewAgreement, { params: { agreementId: (await draft()).id }, body: { version: 1, outcome: 'x', nextOn: inDays(1) } })).problem?.code).toBe('not-in-force');
    });
  });

  describe('those who look after agreements', () => {
    const chase = () => registry.app.app.get(ChasedAgreements, { strict: false }).chase();
    const told = async ({ id }: Agreement) => {
      const notices = (await registry.events('agreement.notice')).filter(({ aggregate_id }) => aggregate_id === id);
      return notices.map(({ payload }) => payload).filter(({ kind }) => kind !== 'agreement-to-sign');
    };
    const set = (agreement: Agreement, column: 'review_on' | 'valid_to', date: string) => registry.database.query(`update agreement set ${column} = $1 where id = $2`, [date, agreement.id]);

    it('are told that one waits for their signature', async () => {
      const agreement = (await work.move(await draft(), 'in-review')).body;
      const [notice] = (await registry.events('agreement.notice')).filter(({ aggregate_id }) => aggregate_id === agreement.id);
      expect(notice?.payload).toEqual({ kind: 'agreement-to-sign', userIds: expect.arrayContaining([partnership.userId, governor]) });
      expect(notice?.payload['userIds']).toHaveLength(2);
    });

    it('are reminded of its end and its review once a step, whatever stops or repeats the work, until it is done', async () => {
      const agreement = await inForce({ validTo: inDays(400), reviewOn: inDays(91) });
      await chase();
      expect(await told(agreement)).toEqual([]);
      await set(agreement, 'review_on', inDays(30));
      await registry.database.query(`create function fail_to_remember() returns trigger language plpgsql as $$ begin raise exception 'disk full'; end $$`);
      await registry.database.query('create trigger fail before insert on agreement_reminder for each row execute function fail_to_remember()');
      await expect(chase()).rejects.toThrow('disk full');
      expect(await told(agreement)).toEqual([]);
      await registry.database.query('drop trigger fail on agreement_reminder');
      await Promise.allSettled([chase(), chase()]);
      await chase();
      expect(await told(agreement)).toEqual([{ kind: 'agreement-review-due', userIds: expect.arrayContaining([partnership.userId, governor]) }]);
      await set(agreement, 'review_on', inDays(-1));
      await chase();
      await set(agreement, 'review_on', inDays(-8));
      await chase();
      expect((await told(agreement)).map(({ kind }) => kind)).toEqual(['agreement-review-due', 'agreement-review-overdue', 'agreement-review-overdue']);
      const now = (await partnership.administrator.call(getAgreement, { params: { agreementId: agreement.id } })).body;
      await partnership.administrator.call(reviewAgreement, { params: { agreementId: agreement.id }, body: { version: now.version, outcome: 'Fine', nextOn: inDays(120) } });
      await chase();
      expect(await told(agreement)).toHaveLength(3);
      await set(agreement, 'valid_to', inDays(5));
      await chase();
      await set(agreement, 'valid_to', inDays(-1));
      await chase();
      expect((await told(agreement)).slice(3).map(({ kind }) => kind)).toEqual(['agreement-ending', 'agreement-run-out']);
      await work.move((await partnership.administrator.call(getAgreement, { params: { agreementId: agreement.id } })).body, 'ended');
      await set(agreement, 'valid_to', inDays(-20));
      await chase();
      expect(await told(agreement)).toHaveLength(5);
    });
  });
});
