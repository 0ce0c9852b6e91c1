import { choosePreference, markNoticeRead, readPreference } from '@concordat/contracts-notifications';
import { AccountLetterWanted, ContactChanged, type AccountLetter } from '@concordat/contracts-partnership-registry';
import { deadLetterRoutes, queueRoutes } from '@concordat/contracts-protocol';
import { PermanentFailure } from '@concordat/platform-errors';
import { SealedMessages } from '@concordat/platform-messaging';
import { eventually, newId } from '@concordat/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MailSending } from '../src/mail/mail-sending.js';
import { MailServer } from '../src/mail/mail-server.js';
import { PLANTED, Telling, WEB, type Colleague } from './telling.js';

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const letters = deadLetterRoutes('notifications');

describe('mail', () => {
  let telling: Telling;
  beforeAll(async () => {
    telling = await Telling.start();
  });
  afterAll(() => telling.close());

  const subjects = (who: Colleague) => telling.mail.of(who.email).map(({ subject }) => subject);
  const told = (who: Colleague, many: number) => eventually(async () => expect(await telling.notices(who)).toHaveLength(many));
  const failed = async () => (await telling.service.as(await telling.colleague({ roles: ['administrator'], address: false })).call(letters.list, { query: {} })).body.items;
  /** Lets the morning's message be gathered at `time` of London's winter. */
  const at = async (time: string): Promise<void> => {
    telling.clock.set(`${time}:00.000Z`);
    await telling.runWork('daily-mail.gather');
    await telling.settled();
  };

  it('is sent at once, one for each notice, and leads to it', async () => {
    const colleague = await telling.colleague();
    await telling.onCase('nomination-received', [colleague]);
    await told(colleague, 1);
    await telling.onCase('action-given', [colleague]);
    await told(colleague, 2);
    await telling.settled();
    expect(subjects(colleague).sort()).toEqual(['A nomination is waiting to be screened', 'You have been given an action']);
    const [notice] = (await telling.notices(colleague)).filter(({ text }) => text === 'You have been given an action');
    const message = telling.mail.of(colleague.email).find(({ subject }) => subject === 'You have been given an action');
    expect(message?.text).toContain(`${WEB}/notices/${notice?.id}\n`);
    expect(message?.raw).toContain('From: Concordat <no-reply@concordat.example>');
    expect(message?.raw).toContain('Auto-Submitted: auto-generated');
  });

  it('is one message each morning for those who chose so, with a count by kind', async () => {
    const colleague = await telling.colleague();
    await telling.choose(colleague, 'daily');
    const caseKinds = ['action-given', 'action-given', 'action-given', 'case-closed'] as const;
    for (const kind of caseKinds) await telling.onCase(kind, [colleague]);
    await telling.onReferral('referral-received', [colleague]);
    await told(colleague, 5);
    const [closed] = (await telling.notices(colleague)).filter(({ text }) => text === 'A case has been closed');
    await telling.service.as(colleague).call(markNoticeRead, { params: { noticeId: closed?.id ?? '' } });

    await at('2026-02-02T17:00');
    await at('2026-02-03T07:59');
    expect(subjects(colleague)).toEqual([]);
    await at('2026-02-03T08:00');
    await at('2026-02-03T08:10');
    await telling.onCase('decision-recorded', [colleague], { at: new Date('2026-02-03T07:58:00.000Z') });
    await told(colleague, 6);
    await Promise.all([at('2026-02-03T08:20'), at('2026-02-03T08:20')]);
    expect(subjects(colleague)).toEqual(['You have 4 new notices']);
    const [message] = telling.mail.of(colleague.email);
    expect(message?.text).toContain('- You have been given 3 actions\n- A referral has arrived\n');
    expect(message?.text).toContain(`${WEB}/notices\n`);
    await at('2026-02-04T08:00');
    expect(telling.mail.of(colleague.email)[1]?.text).toContain('- A decision of a meeting has been recorded\n');

    await telling.onCase('agenda-changed', [colleague]);
    await told(colleague, 7);
    await at('2026-02-04T12:00');
    expect(subjects(colleague)).toHaveLength(2);
    await at('2026-02-05T08:40');
    expect(subjects(colleague)).toEqual(['You have 4 new notices', 'You have a new notice', 'You have a new notice']);
  });

  it('comes at 8:00 of London in summer as well', async () => {
    const colleague = await telling.colleague();
    await telling.choose(colleague, 'daily');
    telling.clock.set('2026-07-01T10:00:00.000Z');
    await telling.onCase('action-given', [colleague]);
    await told(colleague, 1);
    await at('2026-07-02T06:59');
    expect(subjects(colleague)).toEqual([]);
    await at('2026-07-02T07:00');
    expect(subjects(colleague)).toEqual(['You have a new notice']);
  });

  it('is not sent to those who want it in the application alone', async () => {
    const colleague = await telling.colleague();
    await telling.choose(colleague, 'application-only');
    await telling.onCase('action-given', [colleague]);
    await told(colleague, 1);
    await telling.settled();
    await at('2026-07-05T08:00');
    expect(telling.mail.of(colleague.email)).toEqual([]);
  });

  it('follows the choice as it is when the message goes', async () => {
    const [daily, none, later] = [await telling.colleague(), await telling.colleague(), await telling.colleague()];
    await telling.mail.stop();
    telling.clock.set('2026-08-03T09:00:00.000Z');
    await telling.onCase('action-given', [daily, none]);
    await told(none, 1);
    await telling.choose(daily, 'daily');
    await telling.choose(none, 'application-only');
    await telling.choose(later, 'daily');
    await telling.onCase('action-given', [later]);
    await told(later, 1);
    await telling.choose(later, 'application-only');
    await telling.choose(later, 'daily');
    await telling.mail.start();
    await telling.idle();
    await telling.runWork('second-chances.give');
    await telling.settled();
    expect(telling.mail.of(daily.email)).toEqual([]);
    await at('2026-08-04T07:00');
    expect(subjects(daily)).toEqual(['You have a new notice']);
    await at('2026-08-05T07:00');
    expect([...subjects(none), ...subjects(later)]).toEqual([]);
  });

  it('is not sent for what was read meanwhile, nor to whoever left meanwhile', async () => {
    const [reader, leaver] = [await telling.colleague(), await telling.colleague()];
    await telling.mail.stop();
    await telling.onCase('action-given', [reader, leaver]);
    await told(reader, 1);
    const [notice] = await telling.notices(reader);
    await telling.service.as(reader).call(markNoticeRead, { params: { noticeId: notice?.id ?? '' } });
    await telling.belongs(leaver, false, 2);
    await telling.idle();
    await telling.mail.start();
    await telling.runWork('second-chances.give');
    await telling.settled();
    expect([...subjects(reader), ...subjects(leaver)]).toEqual([]);
  });

  it('waits while the mail server is away, is listed, and goes once when the server is back', async () => {
    const colleague = await telling.colleague();
    await telling.mail.stop();
    for (let i = 0; i < 3; i += 1) await telling.onCase('action-given', [colleague]);
    await told(colleague, 3);
    await eventually(async () => expect(await failed()).toHaveLength(3));
    expect(await failed()).toMatchObject([1, 2, 3].map(() => ({ type: 'mail.send', code: 'mail-not-taken', attempts: 3 })));
    expect(JSON.stringify(await failed())).not.toContain('staff.example');
    await telling.runWork('second-chances.give');
    await eventually(async () => expect(await failed()).toMatchObject([1, 2, 3].map(() => ({ attempts: 6 }))));

    await telling.mail.start();
    const [mail] = await telling.service.database.query<{ id: string }>('select id from mail where user_id = $1', [colleague.userId]);
    const work = { id: newId(), name: 'mail.send', partnershipId: telling.partnershipId, actor: null, payload: { mailId: mail?.id ?? '' } };
    await Promise.all([1, 2, 3].map(() => telling.service.app.app.get(MailSending, { strict: false }).send(work)));
    expect(telling.mail.of(colleague.email)).toHaveLength(1);
    await telling.runWork('second-chances.give');
    await telling.settled();
    await telling.runWork('second-chances.give');
    await telling.idle();
    expect(telling.mail.of(colleague.email)).toHaveLength(3);
    expect(new Set(telling.mail.of(colleague.email).map(({ messageId }) => messageId)).size).toBe(3);
    expect(await failed()).toEqual([]);
  });

  it('is given up after two days, and an administrator can still send it', async () => {
    const colleague = await telling.colleague();
    await telling.mail.stop();
    await telling.onCase('action-given', [colleague]);
    await eventually(async () => expect(await failed()).toHaveLength(1));
    telling.clock.advance({ hours: 49 });
    await telling.runWork('second-chances.give');
    await eventually(async () => expect(await failed()).toMatchObject([{ code: 'permanent-failure' }]));
    await telling.runWork('second-chances.give');
    await telling.mail.start();
    await telling.idle();
    expect(telling.mail.of(colleague.email)).toEqual([]);
    const [letter] = await failed();
    const administrator = await telling.colleague({ roles: ['administrator'] });
    const asAdministrator = telling.service.as(administrator);
    const found = (await asAdministrator.call(letters.read, { params: { id: letter?.id ?? '' } })).body;
    expect(found.contents).toEqual(expect.arrayContaining([{ place: 'event.type', value: 'mail.send' }, { place: 'event.payload.mailId', value: expect.stringMatching(UUID) }]));
    expect(JSON.stringify(found)).not.toContain('staff.example');
    await asAdministrator.call(letters.retry, { params: { id: letter?.id ?? '' } });
    expect(await telling.service.database.query(`select action, user_id from audit_entry where kind = 'dead-letter' and ids = $1 order by seq`, [[letter?.id]])).toEqual([
      { action: 'viewed', user_id: administrator.userId },
      { action: 'changed', user_id: administrator.userId },
    ]);
    const { waiting, schedules } = (await asAdministrator.call(queueRoutes('notifications').read, {})).body;
    expect(waiting.every(({ consumer }) => consumer === 'work')).toBe(true);
    expect(schedules.map(({ id }) => id)).toContain('audit-check');
    const colleagueMay = await telling.service.as(colleague).call(letters.read, { params: { id: letter?.id ?? '' } });
    expect(colleagueMay.problem?.code).toBe('not-allowed');
    const elsewhere = await telling.service.as({ ...administrator, partnershipId: newId() }).call(letters.read, { params: { id: letter?.id ?? '' } });
    expect([401, 404]).toContain(elsewhere.status);
    await telling.settled();
    expect(subjects(colleague)).toEqual(['You have been given an action']);
    expect(await failed()).toEqual([]);
  });

  it('that the server refuses for good is listed at once', async () => {
    const [stranger, other] = [await telling.colleague(), await telling.colleague()];
    telling.mail.unknown.add(stranger.email);
    await telling.onCase('action-given', [stranger, other]);
    await eventually(async () => expect(await failed()).toMatchObject([{ code: 'permanent-failure', attempts: 1 }]));
    expect(JSON.stringify(await failed())).not.toContain(stranger.email);
    await eventually(() => expect(subjects(other)).toHaveLength(1));
    const [letter] = await failed();
    const asAdministrator = telling.service.as(await telling.colleague({ roles: ['administrator'] }));
    const setAside = () => asAdministrator.call(letters.setAside, { params: { id: letter?.id ?? '' }, body: { reason: 'done-otherwise' } });
    expect((await setAside()).status).toBe(200);
    expect(await failed()).toEqual([]);
    expect((await setAside()).problem?.code).toBe('settled');
    expect(await telling.service.database.query(`select action, detail::jsonb as detail from audit_entry where kind = 'dead-letter' and ids = $1`, [[letter?.id]])).toEqual([{ action: 'changed', detail: { setAside: 'done-otherwise' } }]);
    await telling.service.database.query(`update mail set state = 'left-out', settled_at = now() where state = 'waiting'`);
  });

  it('goes to the address that the registry told last', async () => {
    const colleague = await telling.colleague({ address: false });
    await telling.onCase('action-given', [colleague]);
    await eventually(async () => expect(await failed()).toMatchObject([{ code: 'address-not-known' }]));
    await telling.addressed(colleague);
    await telling.runWork('second-chances.give');
    await telling.settled();
    expect(subjects(colleague)).toHaveLength(1);
    const moved = { ...colleague, email: `new-${colleague.email}` };
    await telling.addressed(moved, 2);
    await telling.onCase('case-closed', [colleague]);
    await eventually(() => expect(subjects(moved)).toEqual(['A case has been closed']));
    expect(subjects(colleague)).toHaveLength(1);
  });

  it('keeps a choice from two pages apart, and lets one page choose twice', async () => {
    const colleague = await telling.colleague({ address: false });
    const choose = (mail: 'daily' | 'at-once' | 'application-only', version: number | null) => telling.service.as(colleague).call(choosePreference, { body: { mail, version } });
    expect((await telling.service.as(colleague).call(readPreference, {})).body).toEqual({ mail: 'at-once', version: null });
    expect((await choose('daily', null)).body).toEqual({ mail: 'daily', version: 1 });
    expect((await choose('daily', null)).body).toEqual({ mail: 'daily', version: 1 });
    expect((await choose('application-only', 1)).body).toEqual({ mail: 'application-only', version: 2 });
    const stale = await choose('at-once', 1);
    expect(stale.problem).toMatchObject({ status: 409, code: 'stale-version', current: 2, changes: [{ field: 'mail', from: 'daily', to: 'application-only', by: colleague.userId }] });
    expect((await choose('at-once', null)).problem?.code).toBe('stale-version');
  });

  it('has never held a name, a case or anything that tells of either', () => {
    expect(telling.mail.received.length).toBeGreaterThan(10);
    for (const { raw, subject, text, to } of telling.mail.received) {
      expect(raw).not.toMatch(new RegExp([...PLANTED, 'abuse', 'domestic', 'victim', 'refuge'].join('|'), 'i'));
      expect(`${subject}\n${text}`).not.toMatch(/@|\b[A-Z]{2}-[2-9A-Z]{4}/);
      expect(subject).not.toMatch(UUID);
      // The only id in it is the one in the link to the notice.
      const links = [...text.matchAll(/https:\/\/concordat\.example\/notices\/([0-9a-f-]{36})/g)].map((match) => match[1]);
      expect(text.match(UUID) ?? []).toEqual(links);
      expect(to).toHaveLength(1);
    }
  });

  it('about somebody’s own account goes to its address whatever they chose, says nothing of them, and is not kept', async () => {
    const sealed = telling.service.app.app.get(SealedMessages);
    const send = async (email: string, letter: Omit<AccountLetter, 'email'>, expiresAt = new Date(telling.clock.now().getTime() + 3_600_000)): Promise<string> => {
      const id = newId();
      await telling.send(AccountLetterWanted, { id, aggregateId: newId(), payload: { letter: await sealed.sealFor('notifications', { ...letter, email }), expiresAt: expiresAt.toISOString() } });
      return id;
    };
    const settled = async (id: string) => eventually(async () => expect(await telling.service.database.query('select letter from account_letter where id = $1 and settled_at is not null', [id])).toEqual([{ letter: null }]));
    const [invited, late] = ['peregrine.falconbridge@staff.example', 'late@staff.example'];
    const ids = await Promise.all([send(invited, { kind: 'invitation', token: 'a secret' }), send(late, { kind: 'password-reset', token: 'b' }, new Date(telling.clock.now().getTime() - 1000))]);
    for (const id of ids) await settled(id);
    const [message] = telling.mail.of(invited);
    expect(message?.subject).toBe('You are invited to Concordat');
    expect(message?.text).toContain(`Choose how you sign in, with a password, a passkey or your organisation’s account:\n${WEB}/passwords/a%20secret\n`);
    expect(message?.text).toMatch(/It works once, until \d+:\d\d[ap]m on \d+ \w+ \d{4}\./);
    for (const word of PLANTED) expect(`${message?.subject} ${message?.text}`).not.toContain(word);
    expect(telling.mail.of(late)).toEqual([]);
  });

  it('gets no other receiver and no other header by what an address, a name or a subject holds', async () => {
    const outsider = 'outsider@elsewhere.example';
    const hostile = [
      `a@staff.example\r\nBcc: ${outsider}`, `a@staff.example\nBcc: ${outsider}`, `a@staff.example, ${outsider}`, `a@staff.example;${outsider}`,
      `${outsider} <a@staff.example>`, `a@staff.example>\r\nRCPT TO:<${outsider}`, `"a\r\nBcc: ${outsider}"@staff.example`, `a@staff.example%0d%0aBcc:${outsider}`,
    ];
    const before = telling.mail.received.length;
    const [sealed, server] = [telling.service.app.app.get(SealedMessages), telling.service.app.app.get(MailServer, { strict: false })];
    // As the registry would seal it if it took such an address: it is refused where it arrives.
    const payload = async (email: string) => ({ letter: await sealed.sealFor('notifications', { kind: 'invitation', token: 'a', email }), expiresAt: new Date(telling.clock.now().getTime() + 3_600_000).toISOString() });
    for (const email of hostile) await telling.send(AccountLetterWanted, { aggregateId: newId(), payload: await payload(email) });
    await eventually(async () => expect((await failed()).map(({ type }) => type)).toEqual(hostile.map(() => 'account-letter.send')));
    expect(telling.mail.received).toHaveLength(before);
    // A name goes into no message, whatever it holds.
    const colleague = await telling.colleague({ address: false });
    const contact = await sealed.sealFor('notifications', { name: `Pat\r\nBcc: ${outsider}`, email: colleague.email });
    await telling.send(ContactChanged, { aggregateId: colleague.membershipId, payload: { membershipId: colleague.membershipId, userId: colleague.userId, contact } });
    await eventually(async () => expect(await telling.service.database.query('select version from contact where id = $1', [colleague.membershipId])).toHaveLength(1));
    await telling.onCase('action-given', [colleague]);
    await eventually(() => expect(subjects(colleague)).toEqual(['You have been given an action']));
    // And if it were taken there, the mail server would be handed one receiver and these headers alone, or refuse that receiver.
    const letter = { subject: `Hello\r\nBcc: ${outsider}\r\n\r\nA body`, text: 'Hello' };
    for (const to of [...hostile, colleague.email]) {
      await server.send(newId(), `p\r\nBcc: ${outsider}`, to, letter).catch((error: unknown) => expect(error).toBeInstanceOf(PermanentFailure));
    }
    const sent = telling.mail.received.slice(before);
    expect(telling.mail.of(colleague.email).map(({ subject }) => subject)[1]).toMatch(/^Hello Bcc: /);
    const ordinary = (raw: string) => (raw.split('\r\n\r\n')[0] ?? '').split('\r\n').filter((line) => !/^\s/.test(line)).map((line) => line.split(':')[0]);
    for (const { raw, to, text } of sent) {
      expect([to.length, to.includes(outsider), `${to.join()} ${text}`.match(/Pat|A body/)]).toEqual([1, false, null]);
      expect(ordinary(raw)).toEqual(['Auto-Submitted', 'Concordat-Partnership', 'From', 'To', 'Subject', 'Message-ID', 'Content-Transfer-Encoding', 'Date', 'MIME-Version', 'Content-Type']);
    }
  });
});
