import { conductRoutes } from '@concordat/contracts-protocol';
import { aDeadLetter, everybodyOf, faultsOfAccess, known, newId, undoWrites } from '@concordat/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Telling } from './telling.js';

let telling: Telling;
beforeAll(async () => {
  telling = await Telling.start();
});
afterAll(() => telling.close());

it('answers every route to every role and standing as the table states', async () => {
  const { service, partnershipId } = telling;
  const author = await telling.colleague();
  const members = everybodyOf({ partnershipId, author, circleAgencyId: newId(), strangerAgencyId: newId(), elsewhere: { partnershipId: newId(), agencyId: newId() } });
  await known(service.database, members);
  // What somebody did: they looked at it.
  await service.as(members.author['information-governance']).call(conductRoutes('notifications').list, { params: { userId: author.userId }, query: {} });
  const { caseId } = await telling.onCase('nomination-received', [author]);
  await telling.arrived('notice', 1);
  const [notice] = await service.database.query<{ id: string }>('select id from notice');
  expect(await faultsOfAccess('notifications', {
    url: service.url,
    tokenFor: (member) => service.surroundings.tokens.tokenFor(member, 'notifications'),
    members,
    undoWrites: () => undoWrites(service.database),
    known: { noticeId: notice!.id, caseId, userId: author.userId },
    knownAt: { '/dead-letters/': { id: await aDeadLetter(service.database, partnershipId) } },
  })).toEqual([]);
}, 240_000);
