import { yearCodeOf } from '@concordat/contracts-indicators';
import { conductRoutes } from '@concordat/contracts-protocol';
import { aDeadLetter, aMember, everybodyOf, faultsOfAccess, known, newId, undoWrites } from '@concordat/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { TestIndicators } from './indicators.js';

let indicators: TestIndicators;
beforeAll(async () => {
  indicators = await TestIndicators.start();
});
afterAll(() => indicators.close());

it('answers every route to every role and standing as the table states', async () => {
  const { service } = indicators;
  const here = await indicators.aPartnership('Here');
  const elsewhere = await indicators.aPartnership('Elsewhere');
  await indicators.aCase(here, {});
  const author = aMember({ partnershipId: here.id, agencyId: here.councilId });
  const members = everybodyOf({ partnershipId: here.id, author, circleAgencyId: here.schoolId, strangerAgencyId: newId(), elsewhere: { partnershipId: elsewhere.id, agencyId: elsewhere.councilId } });
  await known(service.database, members);
  // What somebody did: they looked at it.
  await service.as(members.author['information-governance']).call(conductRoutes('indicators').list, { params: { userId: author.userId }, query: {} });
  expect(await faultsOfAccess('indicators', {
    url: service.url,
    tokenFor: (member) => service.surroundings.tokens.tokenFor(member, 'indicators'),
    members,
    undoWrites: () => undoWrites(service.database),
    known: { userId: author.userId, year: yearCodeOf(new Date().getFullYear()), forum: 'youth-jag' },
    knownAt: { '/dead-letters/': { id: await aDeadLetter(service.database, here.id) } },
  })).toEqual([]);
}, 240_000);
