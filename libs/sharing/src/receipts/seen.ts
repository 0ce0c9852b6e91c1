import type { Category, shareReceipt } from '@concordat/contracts-protocol';
import { caller } from '@concordat/platform-auth';
import { Audit } from '@concordat/platform-audit';
import { InvalidInputError, NotFoundError } from '@concordat/platform-errors';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Action } from '../policy/vocabulary.js';
import { sql, type Sql } from '../query/sql.js';
import { OwnedCases } from '../protections/owned-cases.js';
import { Sharing } from '../service/sharing.js';

export type SeenReceipt = z.output<typeof shareReceipt>;

interface Row {
  id: string;
  at: Date;
  user_id: string;
  agency_id: string;
  owner_agency_id: string;
  subject_id: string;
  case_id: string;
  item_id: string;
  item_version: number;
  category: Category;
  fields: string[];
  reasons: string[];
  action: Action;
  rests_on: Record<string, number>;
}

const place = z.tuple([z.iso.datetime(), z.uuid()]);

/** Who has seen what, and why, under the same policy: of items that the reader may see, for their owner and for the recipient. */
@Injectable()
export class Seen {
  constructor(
    private readonly database: Database,
    private readonly sharing: Sharing,
    private readonly owned: OwnedCases,
    private readonly audit: Audit,
  ) {}

  /** @throws NotFoundError for a case that the caller may not see; InvalidInputError for a page that is none */
  async ofCase(caseId: string, { after, size }: { after?: string | undefined; size: number }): Promise<{ items: SeenReceipt[]; next: string | null }> {
    await this.#refuseHidden(caseId);
    const behind = after === undefined ? sql`true` : behindOf(after);
    const rows = await this.#rows(sql`r.case_id = ${caseId}::uuid and ${behind}`, size + 1);
    const shown = rows.slice(0, size);
    const last = rows.length > size ? shown.at(-1) : undefined;
    await this.audit.record({ action: 'listed', kind: 'receipt', ids: shown.map((row) => row.id) });
    return { items: await this.#views(shown), next: last === undefined ? null : `${new Date(last.at).toISOString()}~${last.id}` };
  }

  /** @throws NotFoundError for one that the caller may not see */
  async one(receiptId: string): Promise<{ receipt: SeenReceipt; caseId: string; restsOn: Record<string, number> }> {
    const [row] = await this.#rows(sql`r.id = ${receiptId}::uuid`, 1);
    const [receipt] = row === undefined ? [] : await this.#views([row]);
    if (row === undefined || receipt === undefined) throw new NotFoundError('receipt');
    await this.audit.record({ action: 'viewed', kind: 'receipt', ids: [receiptId] });
    return { receipt, caseId: row.case_id, restsOn: row.rests_on };
  }

  async #rows(where: Sql, limit: number): Promise<Row[]> {
    const question = this.sharing.question(caller());
    const { text, values } = sql`
      select r.id, r.at, r.user_id, r.agency_id, r.owner_agency_id, r.subject_id, r.case_id, r.item_id, r.item_version, r.category, r.fields, r.reasons, r.action, r.rests_on
        from share_receipt r join item i on i.partnership_id = r.partnership_id and i.id = r.item_id
       where r.partnership_id = ${question.partnershipId}::uuid and ${where}
         and (r.agency_id = ${question.agencyId}::uuid
           or (r.owner_agency_id = ${question.agencyId}::uuid and exists (
             select from agency_projection a where a.partnership_id = r.partnership_id and a.agency_id = r.agency_id and a.emergency_access)))
         and ${this.sharing.readableItems(question, 'i').condition}
       order by r.at desc, r.id desc limit ${limit}::int`;
    return this.database.em.execute<Row[]>(text, [...values]);
  }

  async #views(rows: readonly Row[]): Promise<SeenReceipt[]> {
    const why = await this.sharing.explainAll(caller().partnershipId, rows.map((row) => row.reasons));
    return rows.map((row, index) => ({
      id: row.id, at: new Date(row.at).toISOString(), userId: row.user_id, agencyId: row.agency_id, ownerAgencyId: row.owner_agency_id, subjectId: row.subject_id,
      itemId: row.item_id, itemVersion: row.item_version, category: row.category, fields: row.fields, action: row.action,
      why: (why[index] ?? []).map((line) => line.replace('Opened by you', 'Opened')),
    }));
  }

  async #refuseHidden(caseId: string): Promise<void> {
    const question = this.sharing.question(caller());
    const readable = this.sharing.readableCases(question, 'c');
    const [frame] = await this.database.em.execute<unknown[]>(`select 1 from "case" c where c.partnership_id = ? and c.id = ? and ${readable.text}`, [question.partnershipId, caseId, ...readable.values]);
    if (frame === undefined) await this.owned.open(caseId);
  }
}

function behindOf(after: string): Sql {
  const read = place.safeParse(after.split('~'));
  if (!read.success) throw new InvalidInputError([{ path: 'query.after', message: 'Go back to the first page' }]);
  const [at, id] = read.data;
  return sql`(r.at, r.id) < (${at}::timestamptz, ${id}::uuid)`;
}
