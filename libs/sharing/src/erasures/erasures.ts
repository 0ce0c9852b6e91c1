import type { Erasure, ErasureGround, ErasureHold, ErasureRoutes, OutputOf } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { caller, demandConfirmed } from '@concordat/platform-auth';
import { NotAllowedError, NotFoundError, ProblemError, RuleError } from '@concordat/platform-errors';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { OwnedCases, type OwnedCase } from '../protections/owned-cases.js';
import { ErasureRecord } from './erasure.entity.js';
import { ErasureList } from './erasure-list.js';
import { PeopleErased } from './people-erased.js';

const KEEPS = ['information-governance'] as const;

/**
 * Erasing people: who asks and who confirms are two people of information governance of the agency that owns the cases.
 * With the subject's key goes everything that is sealed under it, in rows, history, search and the audit's details; the
 * tokens by which they were found and their birthdays are removed. That it happened is kept, in codes, and so are the
 * case's states and times, from which figures are made.
 */
@Injectable()
export class Erasures {
  constructor(
    private readonly database: Database,
    private readonly cases: OwnedCases,
    private readonly list: ErasureList,
    private readonly people: PeopleErased,
    private readonly audit: Audit,
  ) {}

  /** @throws NotFoundError for a reference of no case, of another agency's, or of one that the caller is kept from */
  async find(reference: string): Promise<string> {
    return (await this.cases.openAs(await this.cases.idOf(reference), KEEPS, 'ask that a person be erased')).id;
  }

  /** @throws NotFoundError; NotAllowedError */
  async ofCase(caseId: string): Promise<OutputOf<ErasureRoutes['people']>> {
    const owned = await this.cases.openAs(caseId, KEEPS, 'ask that a person be erased');
    return { caseReference: await this.list.referenceOf(owned), people: await this.list.peopleOf(owned) };
  }

  /** @throws NotFoundError; ProblemError 403 `confirmation-needed`; RuleError `case-open`, `others-answer-too`, `already-asked`, `already-erased` */
  async ask(caseId: string, { subjectId, ground, reference }: { subjectId: string; ground: ErasureGround; reference: string }): Promise<string> {
    const owned = await this.cases.openAs(caseId, KEEPS, 'ask that a person be erased');
    demandConfirmed(this.database.clock.now());
    const person = (await this.list.peopleOf(owned)).find((one) => one.subjectId === subjectId);
    if (person === undefined) throw new NotFoundError('person');
    if (person.state === 'asked') throw new RuleError('already-asked', 'That they be erased was asked for already.');
    if (person.state === 'erased') throw new RuleError('already-erased', 'They were erased already.');
    await this.#refuseWhileNeeded(owned, subjectId);
    const id = v7();
    this.database.rows(ErasureRecord).insert({ id, partnershipId: owned.partnershipId, caseId, subjectId, agencyId: owned.ownerAgencyId, ground, reference, askedBy: caller().userId });
    await this.database.em.flush();
    await this.audit.record({ action: 'created', kind: 'erasure', ids: [id, caseId] });
    return id;
  }

  /** @throws NotFoundError */
  async read(id: string): Promise<Erasure> {
    return this.list.shown(await this.#own(id));
  }

  /**
   * @param hold why they are kept; null erases them
   * @throws NotFoundError; NotAllowedError to who asked; ProblemError 403 `confirmation-needed`, 409 `already-decided`; RuleError `case-open`, `others-answer-too`
   */
  async decide(id: string, version: number, hold: ErasureHold | null): Promise<'erased' | 'held'> {
    const record = await this.#own(id);
    const { userId } = caller();
    if (record.askedBy === userId) throw new NotAllowedError('A second person has to decide: not the one who asked.');
    if (record.decidedBy !== null) throw new ProblemError({ status: 409, code: 'already-decided', title: 'Somebody else has decided this already' });
    demandConfirmed(this.database.clock.now());
    await this.database.rows(ErasureRecord).change(record, version, { hold, decidedBy: userId, decidedAt: this.database.clock.now() });
    await this.audit.record({ action: 'changed', kind: 'erasure', ids: [id, record.caseId] });
    if (hold !== null) return 'held';
    await this.#refuseWhileNeeded(await this.cases.openAs(record.caseId, KEEPS, 'erase a person'), record.subjectId);
    await this.people.erase(record);
    return 'erased';
  }

  async #refuseWhileNeeded({ ownerAgencyId }: OwnedCase, subjectId: string): Promise<void> {
    const [row] = await this.database.em.execute<{ why: string | null }[]>('select erasing_hindered(?, ?) as why', [subjectId, ownerAgencyId]);
    if (row?.why === 'case-open') throw new RuleError('case-open', 'Your agency has a case of theirs that is open. Close it first, or record why they are kept.');
    if (row?.why === 'others-answer-too') {
      throw new RuleError('others-answer-too', 'Another agency answers for a record of them too, and you cannot be told which. Ask your partnership’s data protection officer to agree it with them.');
    }
  }

  /** @throws NotFoundError for one of another agency, or of a case that the caller is kept from */
  async #own(id: string): Promise<ErasureRecord> {
    const { partnershipId, agencyId } = caller();
    const found = await this.database.rows(ErasureRecord).findOne({ partnershipId, agencyId, id });
    if (found === null) throw new NotFoundError('erasing');
    await this.cases.openAs(found.caseId, KEEPS, 'see who is to be erased');
    return found;
  }
}
