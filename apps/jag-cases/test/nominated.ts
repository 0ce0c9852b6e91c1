import { beginNomination, findPeopleLikeNominated, saveNominationDraft, submitNomination, type NominationAnswers } from '@concordat/contracts-jag-cases';
import type { RouteClient } from '@concordat/testing';
import { answers } from './answers.js';

/** A case of the Youth JAG: a whole nomination, sent by the one who calls. */
export async function nominated(by: RouteClient, given: Partial<NominationAnswers> = {}): Promise<{ caseId: string; reference: string }> {
  const draft = (await by.call(beginNomination, { body: { forumCode: 'youth-jag' } })).body;
  const params = { draftId: draft.id };
  await by.call(saveNominationDraft, { params, body: { version: draft.version, answers: answers(given) } });
  const { version } = (await by.call(findPeopleLikeNominated, { params })).body;
  return (await by.call(submitNomination, { params, body: { version } })).body;
}
