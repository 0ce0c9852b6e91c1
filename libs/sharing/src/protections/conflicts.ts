import { Audit } from '@concordat/platform-audit';
import { caller } from '@concordat/platform-auth';
import { InvalidInputError, NotFoundError } from '@concordat/platform-errors';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { Sharing } from '../service/sharing.js';
import { RelatedSubject } from '../tables/entities.js';
import { Barring } from './barring.js';

/** Conflicts of interest that people declare for themselves. Nobody else is shown them. */
@Injectable()
export class Conflicts {
  constructor(
    private readonly database: Database,
    private readonly sharing: Sharing,
    private readonly barring: Barring,
    private readonly audit: Audit,
  ) {}

  /** From now on no case of these people is the caller's to see. @throws NotFoundError for a case that they may not see */
  async declare(caseId: string, subjectIds: readonly string[]): Promise<number> {
    const who = caller();
    const { partnershipId, userId } = who;
    const readable = this.sharing.readableCases(this.sharing.question(who), 'c');
    const found = await this.database.em.execute<{ subject_id: string; reference: string }[]>(
      `select s.subject_id, c.reference from "case" c join case_subject s on s.partnership_id = c.partnership_id and s.case_id = c.id
        where c.partnership_id = ? and c.id = ? and ${readable.text} order by s.subject_id`,
      [partnershipId, caseId, ...readable.values],
    );
    if (found.length === 0) throw new NotFoundError('case');
    const known = found.filter((row) => subjectIds.includes(row.subject_id));
    if (known.length < new Set(subjectIds).size) throw new InvalidInputError([{ path: 'body.subjectIds', message: 'Choose whom you know' }]);
    for (const { subject_id: subjectId, reference } of known) this.database.rows(RelatedSubject).insert({ partnershipId, userId, subjectId, caseReference: reference });
    await this.audit.record({ action: 'changed', kind: 'conflict', ids: known.map((row) => row.subject_id) });
    await this.database.em.flush();
    const cases = await this.database.em.execute<{ case_id: string }[]>(
      'select distinct case_id from case_subject where partnership_id = ? and subject_id = any (?::uuid[]) order by 1',
      [partnershipId, `{${known.map((row) => row.subject_id).join(',')}}`],
    );
    await this.barring.barred({ partnershipId, caseIds: cases.map((row) => row.case_id), userIds: [userId] });
    return known.length;
  }

  async mine(): Promise<RelatedSubject[]> {
    const { partnershipId, userId } = caller();
    return this.database.rows(RelatedSubject).find({ partnershipId, userId }, { orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] });
  }

  /** @throws NotFoundError for one of somebody else; StaleVersionError */
  async withdraw(conflictId: string, version: number, why: string): Promise<void> {
    const { partnershipId, userId } = caller();
    const rows = this.database.rows(RelatedSubject);
    const found = await rows.findOne({ partnershipId, userId, id: conflictId });
    if (found === null) throw new NotFoundError('conflict of interest');
    // Keeps the reason in the history, from which a colleague can later tell why it was let go.
    await rows.change(found, version, { caseReference: null }, why);
    rows.remove(found);
    await this.database.em.flush();
    await this.audit.record({ action: 'changed', kind: 'conflict', ids: [found.subjectId] });
  }
}
