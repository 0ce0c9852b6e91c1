import type { Look } from '@concordat/contracts-protocol';
import { Audit, Looks, type LooksQuestion } from '@concordat/platform-audit';
import { NotFoundError } from '@concordat/platform-errors';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { GOVERNS, holdsOne, OwnedCases } from '../protections/owned-cases.js';

/** What tells, by having been changed, that somebody is kept from a case: among those who read the audit for information governance alone (law 7). */
const OF_SAFETY = ['exclusion', 'marking', 'register'];

type Question = Omit<LooksQuestion, 'butKinds'>;

interface Found {
  items: Look[];
  next: string | null;
}

/** Who looked at cases and at people of them, for those who read the audit of the agency that owns the cases. */
@Injectable()
export class LooksAtCases {
  constructor(
    private readonly database: Database,
    private readonly cases: OwnedCases,
    private readonly looks: Looks,
    private readonly audit: Audit,
  ) {}

  /** @throws NotFoundError for a reference of no case, of another agency's, or of one that the caller is kept from */
  async find(reference: string): Promise<string> {
    return (await this.cases.openToAudit(await this.cases.idOf(reference))).id;
  }

  /** @throws NotFoundError as {@link find}; InvalidInputError for a page that is none */
  async ofCase(caseId: string, query: Question): Promise<Found & { people: string[] }> {
    const { id, subjectIds } = await this.cases.openToAudit(caseId);
    const found = await this.#at('sharing_records_of_case(?::uuid, ?)', [id], query);
    await this.audit.record({ action: 'listed', kind: 'audit', ids: [id] });
    return { ...found, people: subjectIds };
  }

  /** @throws NotFoundError as {@link find}, and for somebody who is not in the case; InvalidInputError for a page that is none */
  async ofPerson(caseId: string, subjectId: string, query: Question): Promise<Found & { cases: number }> {
    const { id, subjectIds } = await this.cases.openToAudit(caseId);
    if (!subjectIds.includes(subjectId)) throw new NotFoundError('person');
    const cases = await this.cases.toAuditOf(subjectId);
    const found = await this.#at('sharing_records_of_person(?::uuid, ?::uuid[], ?)', [subjectId, `{${cases.join(',')}}`], query);
    await this.audit.record({ action: 'listed', kind: 'audit', ids: [id] });
    return { ...found, cases: cases.length };
  }

  async #at(records: string, of: readonly string[], query: Question): Promise<Found> {
    const governs = holdsOne([GOVERNS]);
    const [row] = await this.database.em.execute<{ records: string[] | null }[]>(`select ${records} as records`, [...of, governs]);
    return this.looks.at(row?.records ?? [], { ...query, butKinds: governs ? [] : OF_SAFETY });
  }
}
