import { everybodyOf, faultsOfAccess, known, newId, undoWrites } from '@concordat/testing';
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
  const { caseId } = await telling.onCase('nomination-received', [author]);
  await telling.arrived('notice', 1);
  const [notice] = await service.database.query<{ id: string }>('select id from notice');
  expect(await faultsOfAccess('notifications', {
    url: service.url,
    tokenFor: (member) => service.surroundings.tokens.tokenFor(member, 'notifications'),
    members,
    undoWrites: () => undoWrites(service.database),
    known: { noticeId: notice!.id, caseId, userId: author.userId },
  })).toEqual([]);
}, 240_000);
