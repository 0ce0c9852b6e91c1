import { CaseNotice, CaseNoticesWithdrawn } from '@concordat/contracts-jag-cases';
import { countNotices, listNotices, markNoticeRead } from '@concordat/contracts-notifications';
import { AgreementNotice } from '@concordat/contracts-partnership-registry';
import { ROLES } from '@concordat/contracts-protocol';
import { ReferralNotice } from '@concordat/contracts-referrals';
import { findUnprotectedTables } from '@concordat/platform-persistence';
import { aMember, eventually, everyAnswer, everyRouteRefusesBadInput, newId } from '@concordat/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PLANTED, Telling } from './telling.js';

describe('notices', () => {
  let telling: Telling;
  beforeAll(async () => {
    telling = await Telling.start();
  });
  afterAll(() => telling.close());

  const read = (who: Parameters<Telling['notices']>[0], noticeId: string) => telling.service.as(who).call(markNoticeRead, { params: { noticeId } });
  const unread = async (who: Parameters<Telling['notices']>[0]) => (await telling.service.as(who).call(countNotices, {})).body.unread;

  it('come once, however often the event does, and to those who are named alone', async () => {
    const [one, two, other] = [await telling.colleague(), await telling.colleague(), await telling.colleague()];
    const { id, caseId } = await telling.onCase('nomination-received', [one, two, one]);
    for (let i = 0; i < 4; i += 1) await telling.onCase('nomination-received', [one, two, one], { id, caseId });
    await eventually(async () => expect(await unread(two)).toBe(1));
    await telling.settled();
    expect(await telling.notices(one)).toMatchObject([{ text: 'A nomination is waiting to be screened', about: { kind: 'case', id: caseId }, at: '2026-02-02T09:00:00.000Z', readAt: null }]);
    expect(await telling.notices(other)).toEqual([]);
    expect([telling.mail.of(one.email), telling.mail.of(two.email), telling.mail.of(other.email)].map((received) => received.length)).toEqual([1, 1, 0]);
  });

  it('come for every kind, in words that tell nothing of anybody', async () => {
    const colleague = await telling.colleague();
    const kinds = [CaseNotice, ReferralNotice, AgreementNotice].flatMap(({ payload }): string[] => payload.shape.kind.options);
    for (const kind of CaseNotice.payload.shape.kind.options) await telling.onCase(kind, [colleague]);
    for (const kind of ReferralNotice.payload.shape.kind.options) await telling.onReferral(kind, [colleague]);
    for (const kind of AgreementNotice.payload.shape.kind.options) await telling.onAgreement(kind, [colleague]);
    await eventually(async () => expect(await unread(colleague)).toBe(kinds.length));
    const texts = (await telling.notices(colleague)).map(({ text }) => text);
    expect(new Set(texts).size).toBe(new Set(kinds).size);
    expect(texts.join()).not.toMatch(new RegExp([...PLANTED, 'abuse', 'domestic', 'victim', 'refuge', '[A-Z]{2}-'].join('|'), 'i'));
  });

  it('about consent, decisions to share and emergency access lead to the record', async () => {
    const [colleague, newcomer] = [await telling.colleague(), await telling.colleague({ known: false })];
    const recordId = newId();
    await telling.onCase('disclosure-decided', [colleague, newcomer], { recordId });
    await telling.onCase('consent-ended', [colleague]);
    await telling.onCase('item-added', [colleague]);
    await eventually(async () => expect(await unread(colleague)).toBe(3));
    await telling.belongs(newcomer, true);
    await telling.idle();
    await telling.runWork('second-chances.give');
    await eventually(async () => expect(await unread(newcomer)).toBe(1));
    expect(new Set((await telling.notices(colleague)).map(({ record }) => record))).toEqual(
      new Set([{ kind: 'sharing-decision', id: recordId }, { kind: 'consent', id: null }, null]),
    );
    expect(await telling.notices(newcomer)).toMatchObject([{ record: { kind: 'sharing-decision', id: recordId } }]);
  });

  it('about agreements lead to the agreement', async () => {
    const colleague = await telling.colleague();
    const agreementId = await telling.onAgreement('agreement-ending', [colleague]);
    await eventually(async () => expect(await telling.notices(colleague)).toMatchObject([{ text: 'An agreement is going to end', about: { kind: 'agreement', id: agreementId }, record: null }]));
  });

  it('are not kept for someone who has left', async () => {
    const [leaver, stayer] = [await telling.colleague(), await telling.colleague()];
    await telling.belongs(leaver, false, 2);
    await telling.onCase('action-given', [leaver, stayer]);
    await eventually(async () => expect(await unread(stayer)).toBe(1));
    expect(await telling.service.database.query('select 1 from notice where user_id = $1', [leaver.userId])).toEqual([]);
  });

  it('come to a newcomer as soon as the registry has told of them, and to the others at once', async () => {
    const [newcomer, other] = [await telling.colleague({ known: false }), await telling.colleague()];
    await telling.onCase('circle-joined', [newcomer, other]);
    await eventually(async () => expect(await unread(other)).toBe(1));
    await eventually(async () => expect(await telling.service.database.query('select code from dead_letter where settled_at is null')).toEqual([{ code: 'member-not-known' }]));
    await telling.belongs(newcomer, true);
    await telling.runWork('second-chances.give');
    await eventually(async () => expect(await unread(newcomer)).toBe(1));
    await telling.settled();
    expect(telling.mail.of(newcomer.email)).toHaveLength(1);
    expect(await telling.service.database.query('select 1 from dead_letter where settled_at is null')).toEqual([]);
  });

  it('are listed with the unread ones first, each once over all pages', async () => {
    const colleague = await telling.colleague();
    for (let hour = 1; hour <= 5; hour += 1) await telling.onCase('item-added', [colleague], { at: new Date(`2026-01-10T0${hour}:00:00.000Z`) });
    await eventually(async () => expect(await unread(colleague)).toBe(5));
    const [newest] = await telling.notices(colleague);
    expect((await read(colleague, newest?.id ?? '')).body.readAt).toBe('2026-02-02T09:00:00.000Z');
    const hours: string[] = [];
    for (let after: string | undefined; ; ) {
      const { body } = await telling.service.as(colleague).call(listNotices, { query: { size: 2, ...(after === undefined ? {} : { after }) } });
      hours.push(...body.items.map(({ at }) => at.slice(11, 13)));
      if (body.next === null) break;
      after = body.next;
    }
    expect(hours).toEqual(['04', '03', '02', '01', '05']);
    expect((await telling.notices(colleague, 'unread')).map(({ at }) => at.slice(11, 13))).toEqual(['04', '03', '02', '01']);
  });

  it('are read once, and by their owner alone', async () => {
    const [owner, other] = [await telling.colleague(), await telling.colleague()];
    await telling.onCase('case-closed', [owner]);
    await eventually(async () => expect(await unread(owner)).toBe(1));
    const [notice] = await telling.notices(owner);
    const noticeId = notice?.id ?? '';
    expect((await read(other, noticeId)).problem?.code).toBe('not-found');
    expect((await read({ ...owner, ...aMember() }, noticeId)).status).toBe(401);
    const first = await read(owner, noticeId);
    expect(first).toMatchObject({ status: 201, body: { about: notice?.about, readAt: '2026-02-02T09:00:00.000Z' } });
    telling.clock.advance({ minutes: 5 });
    expect((await read(owner, noticeId)).body).toEqual(first.body);
    expect(await unread(owner)).toBe(0);
    expect((await read(owner, newId())).problem?.code).toBe('not-found');
  });

  it('are not of another partnership', async () => {
    const colleague = await telling.colleague();
    await telling.onCase('action-given', [colleague], { partnershipId: newId() });
    await telling.onCase('action-given', [colleague]);
    await eventually(async () => expect(await unread(colleague)).toBe(1));
    await telling.idle();
    expect(await telling.service.database.query('select 1 from notice where user_id = $1', [colleague.userId])).toHaveLength(1);
  });

  it('are removed after 180 days, and with them the addresses of those who left', async () => {
    const [colleague, leaver] = [await telling.colleague(), await telling.colleague()];
    await telling.onCase('action-given', [colleague], { at: new Date('2025-08-01T09:00:00.000Z') });
    await telling.onCase('action-given', [colleague], { at: new Date('2025-12-01T09:00:00.000Z') });
    await eventually(async () => expect(await unread(colleague)).toBe(2));
    await telling.belongs(leaver, false, 2);
    await telling.service.database.query(`update membership_projection set updated_at = '2025-08-01' where id = $1`, [leaver.membershipId]);
    await telling.settled();
    await telling.runWork('retention.remove');
    expect((await telling.notices(colleague)).map(({ at }) => at.slice(0, 10))).toEqual(['2025-12-01']);
    const kept = await telling.service.database.query<{ user_id: string }>('select user_id from contact where user_id in ($1, $2)', [colleague.userId, leaver.userId]);
    expect(kept).toEqual([{ user_id: colleague.userId }]);
  });

  it('of a case are, for who is kept from it from then on, as if they had never come: in lists, counts and order', async () => {
    const colleague = await telling.colleague();
    await telling.onCase('item-added', [colleague]);
    await eventually(async () => expect(await unread(colleague)).toBe(1));
    const seen = () => everyAnswer({ url: telling.service.url, tokenFor: () => telling.service.surroundings.tokens.tokenFor(colleague, 'notifications'), known: { mine: {} } });
    const before = await seen();
    const { caseId } = await telling.onCase('item-added', [colleague]);
    await telling.onCase('case-closed', [colleague], { caseId });
    await eventually(async () => expect(await unread(colleague)).toBe(3));
    expect(await seen()).not.toEqual(before);
    await telling.send(CaseNoticesWithdrawn, { aggregateId: newId(), payload: { caseIds: [caseId], userIds: [colleague.userId] } });
    await eventually(async () => expect(await unread(colleague)).toBe(1));
    expect(await seen()).toEqual(before);
  });

  it('stand behind row-level security, and names and addresses are sealed', async () => {
    expect(await findUnprotectedTables(telling.service.database.appUrl)).toEqual([]);
    const rows = await telling.service.database.query<{ card: Buffer }>('select * from contact');
    expect(rows.length).toBeGreaterThan(5);
    expect(rows.map(({ card }) => card.toString('latin1')).join()).not.toMatch(/Falconbridge|staff\.example/);
  });

  it('and no route answers bad input with a fault of its own', async () => {
    const member = await telling.colleague({ roles: [...ROLES] });
    const openapi: unknown = await (await fetch(`${telling.service.url}/openapi.json`)).json();
    const report = await everyRouteRefusesBadInput({ openapi, url: telling.service.url, tokenFor: () => telling.service.surroundings.tokens.tokenFor(member, 'notifications') });
    expect([...report.routes].sort()).toEqual([
      'GET /conduct/{userId}', 'GET /dead-letters', 'GET /dead-letters/{id}', 'GET /notices', 'GET /notices/counts', 'GET /preference', 'GET /queues',
      'POST /dead-letters/{id}/retry', 'POST /dead-letters/{id}/set-aside', 'POST /notices/{noticeId}/reading', 'POST /reads', 'PUT /preference',
    ]);
  });
});
