import type { Category, simulatedItem } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { caller } from '@concordat/platform-auth';
import { NotFoundError } from '@concordat/platform-errors';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { sql, type Sql } from '../query/sql.js';
import { Sharing } from '../service/sharing.js';

export type SimulatedItem = z.output<typeof simulatedItem>;

interface Row {
  id: string;
  case_id: string;
  reference: string;
  subject_id: string;
  category: Category;
  fields: string[];
  marking: 'none' | 'victim-safety';
  created_at: Date;
}

/** More than any agency holds on one case. */
const AT_MOST = 200;

/**
 * Items over which the policy is simulated: those that the caller's own agency holds, and that the caller may see. Of another
 * agency's item, an answer for somebody else would tell of a refusal for safety, which is for that agency alone.
 */
@Injectable()
export class SimulatedItems {
  constructor(
    private readonly database: Database,
    private readonly sharing: Sharing,
    private readonly audit: Audit,
  ) {}

  /** On the case of that reference; none where there is none that the caller may see, or no case. */
  async onCase(reference: string): Promise<SimulatedItem[]> {
    const found = await this.#find(sql`r.reference = ${reference}`);
    await this.audit.record({ action: 'listed', kind: 'item', ids: found.map(({ id }) => id) });
    return found;
  }

  /** @throws NotFoundError for an item that the caller may not see, or of another agency */
  async one(itemId: string): Promise<SimulatedItem> {
    const [found] = await this.#find(sql`i.id = ${itemId}::uuid`);
    if (found === undefined) throw new NotFoundError('item');
    return found;
  }

  async #find(where: Sql): Promise<SimulatedItem[]> {
    const question = this.sharing.question(caller());
    const { text, values } = sql`
      select i.id, i.case_id, r.reference, i.subject_id, i.category, i.fields, i.marking, i.created_at
        from item i join sharing_case_reference r on r.partnership_id = i.partnership_id and r.id = i.case_id
       where i.partnership_id = ${question.partnershipId}::uuid and i.owner_agency_id = ${question.agencyId}::uuid and ${where}
         and ${this.sharing.readableItems(question, 'i').condition}
       order by i.created_at, i.id limit ${AT_MOST}::int`;
    const rows = await this.database.em.execute<Row[]>(text, [...values]);
    return rows.map((row) => ({
      id: row.id, caseId: row.case_id, caseReference: row.reference, subjectId: row.subject_id, category: row.category, fields: row.fields, marking: row.marking,
      addedAt: new Date(row.created_at).toISOString(),
    }));
  }
}
