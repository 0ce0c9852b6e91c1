import { beginNomination, findPeopleLikeNominated, saveNominationDraft, submitNomination } from '@concordat/contracts-jag-cases';
import type { Member } from '@concordat/testing';
import { answers } from './answers.js';
import type { World } from './world.js';

/** The id of a case that `author` has just nominated. */
export async function nominatedCase(world: World, author: Member): Promise<string> {
  const client = world.service.as(author);
  const params = { draftId: (await client.call(beginNomination, { body: { forumCode: 'youth-jag' } })).body.id };
  await client.call(saveNominationDraft, { params, body: { version: 1, answers: answers() } });
  const { version } = (await client.call(findPeopleLikeNominated, { params })).body;
  return (await client.call(submitNomination, { params, body: { version } })).body.caseId;
}
