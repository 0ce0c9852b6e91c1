import { addAgreement, addAttachment, addDecisionClient, addDirectoryService, addForum, getReferenceList } from '@concordat/contracts-partnership-registry';
import { conductRoutes } from '@concordat/contracts-protocol';
import { aDeadLetter, aMember, everybodyOf, faultsOfAccess, keepWrites, newId, STANDINGS, undoWrites, useByWhoeverLeft, useOfWhatIsOver, type Everybody } from '@concordat/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { wholeAgreement } from './agreement-drafts.js';
import { startRegistry, type TestPartnership, type TestRegistry } from './registry.js';
import { ORIGIN, WhatIsOver } from './what-is-over.js';

let registry: TestRegistry;
let everybody: Everybody;
let known: Record<string, string>;
let otherParents: Record<string, string>;
beforeAll(async () => {
  registry = await startRegistry({ CONCORDAT_WEB_URL: ORIGIN });
  const here = await registry.aPartnership('Here');
  const there = await registry.aPartnership('There');
  const [circle, stranger] = [await registry.anAgency(here), await registry.anAgency(here)];
  const { partnershipId, agencyId, userId } = here;
  const author = aMember({ partnershipId, agencyId, userId });
  everybody = everybodyOf({ partnershipId, author, circleAgencyId: circle.id, strangerAgencyId: stranger.id, elsewhere: { partnershipId: there.partnershipId, agencyId: there.agencyId } });
  // While their makers have one membership, and need not choose.
  known = await records(here, circle.id);
  otherParents = { agreementId: (await here.administrator.call(addAgreement, { body: wholeAgreement([agencyId, circle.id]) })).body.id, list: 'categories' };
  await employed(everybody, {
    author: userId,
    agency: (await registry.aPerson(here)).id,
    circle: (await registry.aPerson(here, { agencyId: circle.id })).id,
    stranger: (await registry.aPerson(here, { agencyId: stranger.id })).id,
    elsewhere: there.userId,
  });
  Object.assign(known, await standingIn(here));
  // What somebody did: they looked at it.
  const governor = everybody.circle['information-governance'];
  await registry.as(governor).call(conductRoutes('partnership-registry').list, { params: { userId: governor.userId }, query: {} });
});
afterAll(() => registry.close());

it('answers every route to every role and standing as the table states', async () => {
  expect(await faultsOfAccess('partnership-registry', {
    url: registry.url,
    tokenFor: (member) => registry.surroundings.tokens.tokenFor(member, 'partnership-registry'),
    members: everybody,
    undoWrites: () => undoWrites(registry.database),
    known,
    knownAt: { '/conduct/': { userId: everybody.circle.manager.userId }, '/dead-letters/': { id: await aDeadLetter(registry.database, everybody.author.manager.partnershipId) } },
    otherParents,
  })).toEqual([]);
}, 240_000);

describe('what is over', () => {
  let ended: WhatIsOver;
  beforeAll(async () => {
    await keepWrites(registry.database);
    ended = new WhatIsOver(registry, everybody);
    await ended.endEverything();
  });

  it('takes nothing any more, comes back by nothing, and is to whoever may not know of it as what never was', async () => {
    const { author, stranger, elsewhere } = everybody;
    const { faults, requests } = await useOfWhatIsOver({
      url: registry.url, database: registry.database, tokenFor: (member) => registry.surroundings.tokens.tokenFor(member, 'partnership-registry'), over: ended.over,
      mine: [author.administrator, author['agency-administrator'], author['information-governance']], others: [stranger['agency-administrator'], stranger.practitioner, elsewhere.administrator], sessions: { by: ended.signedIn, routes: inSession }, known,
    });
    expect(faults).toEqual([]);
    expect(requests).toBeGreaterThan(10);
  }, 240_000);

  it('lets nobody in: a session that was ended, a membership and an account that were closed', async () => {
    const sessions = ended.sessions.map((token) => ({ what: 'a session that was ended', authorization: `Session ${token}`, routes: inSession }));
    const tokens = ended.tokens.map((token) => ({ what: 'a token of who left', authorization: `Bearer ${token}`, routes: ({ rule }: { rule: unknown }) => rule !== 'public' }));
    expect(tokens.length).toBe(2);
    expect(await useByWhoeverLeft(registry.url, [...sessions, ...tokens])).toEqual([]);
  });
});

/** Routes that ask for a session: all but signing in, signing out, which can be done twice, and asking how long one lasts. */
const inSession = ({ method, path }: { method: string; path: string }): boolean => /^\/sessions\/(current|\{)/.test(path) && path !== '/sessions/current/end' && !(method === 'DELETE' && path === '/sessions/current');

/** Memberships of people with accounts: one person for each standing, who acts in another role each time. */
async function employed(everybody: Everybody, people: Readonly<Record<(typeof STANDINGS)[number], string>>): Promise<void> {
  for (const standing of STANDINGS) for (const member of Object.values(everybody[standing])) member.userId = people[standing];
  await registry.database.query(
    `insert into membership (id, partnership_id, version, user_id, user_name, agency_id, roles, starts_on, training_valid_to, account_open, active)
     select m.id, m.partnership, 1, m.person, 'Tom Bright', m.agency, m.roles, '2024-01-01', '2099-01-01', true, true
       from jsonb_to_recordset($1::jsonb) as m (id uuid, partnership uuid, person uuid, agency uuid, roles text[])`,
    [JSON.stringify(STANDINGS.flatMap((standing) => Object.values(everybody[standing])).map((one) => ({ id: one.membershipId, partnership: one.partnershipId, person: one.userId, agency: one.agencyId, roles: one.roles })))],
  );
}

/** The person of the records acts for somebody, and a role of theirs waits for a second person. */
async function standingIn({ partnershipId }: TestPartnership): Promise<Record<string, string>> {
  const { agencyId, userId, membershipId } = known;
  await registry.database.query(
    `insert into membership (id, partnership_id, version, user_id, user_name, agency_id, roles, starts_on, ends_on, account_open, active, deputy_for)
     values ($1, $2, 1, $3, 'Tom Bright', $4, '{manager}', '2024-01-01', '2099-01-01', true, true, $5)`,
    [newId(), partnershipId, userId, agencyId, everybody.circle.manager.userId],
  );
  const [request] = await registry.database.query<{ id: string }>(
    `insert into role_request (partnership_id, membership_id, agency_id, user_id, role, state) values ($1, $2, $3, $4, 'victim-safety', 'waiting') returning id`,
    [partnershipId, membershipId, agencyId, userId],
  );
  return { requestId: request!.id };
}

/** One of everything that a partnership sets up, and a person of its first agency. */
async function records(here: TestPartnership, circleAgencyId: string): Promise<Record<string, string>> {
  const { administrator, agencyId } = here;
  const person = await registry.aPerson(here, { agencyId: circleAgencyId, roles: ['manager'] });
  const forum = await administrator.call(addForum, { body: {
    code: 'jag', referencePrefix: 'JP', name: 'JAG', purpose: 'problem-solving', subjectKinds: ['place'], minimumAge: null, maximumAge: null, criteria: [], ownerAgencyId: agencyId, coreAgencyIds: [], agendaDays: 5,
  } });
  const directory = await administrator.call(addDirectoryService, { body: {
    name: 'Outreach', providerAgencyId: agencyId, kind: 'outreach', purpose: 'problem-solving', description: '', minimumAge: null, maximumAge: null, acknowledgeHours: 24, firstContactHours: 48, signpost: null,
  } });
  const agreement = (await administrator.call(addAgreement, { body: wholeAgreement([agencyId, circleAgencyId]) })).body;
  const attached = await administrator.call(addAttachment, { params: { agreementId: agreement.id }, body: { version: agreement.version, name: 'annex.txt', content: Buffer.from('An annex').toString('base64') } });
  const list = await administrator.call(getReferenceList, { params: { list: 'purposes' }, query: {} });
  const client = await administrator.call(addDecisionClient, { body: { name: 'Case system' } });
  return {
    agencyId: circleAgencyId, userId: person.id, membershipId: person.memberships[0]!.id, forumId: forum.body.id, serviceId: directory.body.id, agreementId: agreement.id, attachmentId: attached.body.attachments[0]!.id,
    decisionClientId: client.body.client.id, entryId: list.body.entries[0]!.id, list: 'purposes', kind: 'person', recordId: person.id,
  };
}
