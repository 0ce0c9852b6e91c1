import type { PersonAnswerKind, PersonAnswerView } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { caller } from '@concordat/platform-auth';
import { InvalidInputError } from '@concordat/platform-errors';
import { Database, Sealer } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { dateAt, instantOf } from '../policy/time.js';
import type { SeenCase } from '../records/case-sight.js';
import { SubjectsOfCases } from '../records/subject-of-case.js';
import { answerPlace, PersonAnswer, type AnswerContent } from './person-answer.entity.js';

export interface NewAnswer {
  subjectId: string;
  kind: PersonAnswerKind;
  answer: 'yes' | 'no';
  by: string;
  on: string;
  about: string;
}

/** The three things that are not consent as a basis of sharing, each kept apart: agreement to a service, confidentiality, being told. */
@Injectable()
export class PersonAnswers {
  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
    private readonly subjects: SubjectsOfCases,
    private readonly audit: Audit,
  ) {}

  /** The newest first: to the case's owner all, to another agency those that it recorded. */
  async seenOn({ id: caseId, partnershipId, owner }: SeenCase): Promise<PersonAnswerView[]> {
    const found = await this.database.rows(PersonAnswer).find(
      { partnershipId, caseId, ...(owner ? {} : { recordedForAgencyId: caller().agencyId }) }, { orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], limit: 200 },
    );
    return Promise.all(
      found.map(async (one) => {
        const { by, about } = await this.sealer.open<AnswerContent>(one.subjectId, answerPlace(one.id), one.content);
        return {
          id: one.id, subjectId: one.subjectId, kind: one.kind, answer: one.answer ? ('yes' as const) : ('no' as const), by, about, on: one.saidOn,
          agencyId: one.recordedForAgencyId, recordedByUserId: one.recordedByUserId, recordedAt: one.createdAt.toISOString(),
        };
      }),
    );
  }

  /** @throws InvalidInputError for a day to come, or somebody whom the case is not about */
  async record(found: SeenCase, { subjectId, kind, answer, by, on, about }: NewAnswer): Promise<PersonAnswer> {
    await this.subjects.demand(found, subjectId, { personOnly: true });
    if (on > dateAt(instantOf(this.database.clock.now()))) throw new InvalidInputError([{ path: 'body.on', message: 'The day must be today or in the past' }]);
    const { userId, agencyId } = caller();
    const id = v7();
    const content = await this.sealer.seal(subjectId, answerPlace(id), { by, about } satisfies AnswerContent);
    const made = this.database.rows(PersonAnswer).insert({
      id, partnershipId: found.partnershipId, caseId: found.id, subjectId, kind, answer: answer === 'yes', saidOn: on, recordedByUserId: userId, recordedForAgencyId: agencyId, content,
    });
    await this.database.em.flush();
    await this.audit.record({ action: 'created', kind: 'person-answer', ids: [id], subjectId });
    return made;
  }
}
