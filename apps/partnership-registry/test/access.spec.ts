import { addAgreement, addAttachment, addDecisionClient, addDirectoryService, addForum, getReferenceList } from '@concordat/contracts-partnership-registry';
import { aMember, everybodyOf, faultsOfAccess, STANDINGS, undoWrites, type Everybody } from '@concordat/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { wholeAgreement } from './agreement-drafts.js';
import { startRegistry, type TestPartnership, type TestRegistry } from './registry.js';

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.close());

it('answers every route to every role and standing as the table states', async () => {
  const here = await registry.aPartnership('Here');
  const there = await registry.aPartnership('There');
  const [circle, stranger] = [await registry.anAgency(here), await registry.anAgency(here)];
  const { partnershipId, agencyId, userId } = here;
  const author = aMember({ partnershipId, agencyId, userId });
  const everybody = everybodyOf({ partnershipId, author, circleAgencyId: circle.id, strangerAgencyId: stranger.id, elsewhere: { partnershipId: there.partnershipId, agencyId: there.agencyId } });
  // While their makers have one membership, and need not choose.
  const known = await records(here, circle.id);
  await employed(everybody, {
    author: userId,
    agency: (await registry.aPerson(here)).id,
    circle: (await registry.aPerson(here, { agencyId: circle.id })).id,
    stranger: (await registry.aPerson(here, { agencyId: stranger.id })).id,
    elsewhere: there.userId,
  });
  expect(await faultsOfAccess('partnership-registry', {
    url: registry.url,
    tokenFor: (member) => registry.surroundings.tokens.tokenFor(member, 'partnership-registry'),
    members: everybody,
    undoWrites: () => undoWrites(registry.database),
    known,
  })).toEqual([]);
}, 240_000);

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
