import type { Look } from '@concordat/contracts-protocol';
import { Audit, Looks, type LooksQuestion } from '@concordat/platform-audit';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { GOVERNS, holdsOne, OwnedCases } from '../protections/owned-cases.js';

/** What tells, by having been changed, that somebody is kept from a case: among those who read the audit for information governance alone (law 7). */
const OF_SAFETY = ['exclusion', 'marking', 'register'];

/** Who looked at cases, for those who read the audit of the agency that owns them. */
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
  async ofCase(caseId: string, query: Omit<LooksQuestion, 'butKinds'>): Promise<{ items: Look[]; next: string | null }> {
    const { id } = await this.cases.openToAudit(caseId);
    const governs = holdsOne([GOVERNS]);
    const [row] = await this.database.em.execute<{ records: string[] }[]>('select sharing_records_of_case(?, ?) as records', [id, governs]);
    const found = await this.looks.at(row?.records ?? [], { ...query, butKinds: governs ? [] : OF_SAFETY });
    await this.audit.record({ action: 'listed', kind: 'audit', ids: [id] });
    return found;
  }
}
