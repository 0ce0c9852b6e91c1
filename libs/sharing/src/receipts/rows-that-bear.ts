import type { Database } from '@concordat/platform-persistence';
import { Sql, sql } from '../query/sql.js';
import type { HistoryRow } from './remembered-rows.js';

/** Whose reading of what. */
export interface Reading {
  partnershipId: string;
  userId: string;
  membershipId: string;
  itemId: string;
  caseId: string;
}

/** The rows as they stand. */
export const AS_NOW = new Sql('h.until is null');

/** The rows as they stood at a time that is past, by the clock of when each was written. */
export const asAt = (at: Date): Sql => sql`h.since <= ${at.toISOString()}::timestamptz and (h.until is null or ${at.toISOString()}::timestamptz < h.until)`;

/** The rows as the statement saw them that wrote the receipt `r`. */
export const AS_THEN = sql`sharing_saw(r.snapshot, r.written_xid, r.written_at, h.since_xid, h.since)
  and not sharing_saw(r.snapshot, r.written_xid, r.written_at, h.until_xid, h.until)`;

/**
 * Every row that bears on whether the reader may read the item, of those that `known` chooses: also those that would have
 * kept them from it, and agreements, consents and disclosures besides the ones that a permit names.
 *
 * @param receiptId of the receipt `r` that `known` compares with; null for {@link AS_NOW} and {@link asAt}
 */
export async function rowsThatBear(database: Database, { partnershipId, userId, membershipId, itemId, caseId }: Reading, known: Sql, receiptId: string | null): Promise<HistoryRow[]> {
  const own = (kind: string, id: string): Sql => sql`(h.kind = ${kind} and h.row_id = ${id}::uuid)`;
  const about = (kinds: string[], id: string): Sql => sql`(h.kind = any (${`{${kinds.join(',')}}`}::text[]) and h.about = ${id}::uuid)`;
  const subjects = sql`select (s.was ->> 'subject_id')::uuid from sharing_history s where s.partnership_id = h.partnership_id and s.kind = 'case_subject' and s.about = ${caseId}::uuid`;
  const { text, values } = sql`
    select h.kind, h.row_id, h.row_version, h.about, h.was
      from sharing_history h left join share_receipt r on r.partnership_id = h.partnership_id and r.id = ${receiptId}::uuid
     where h.partnership_id = ${partnershipId}::uuid and ${known}
       and (${own('item', itemId)} or ${own('case', caseId)} or ${own('membership_projection', membershipId)}
         or ${about(['case_subject', 'circle_entry', 'case_exclusion', 'disclosure'], caseId)}
         or ${about(['item_reader'], itemId)} or ${about(['related_subject'], userId)}
         or (h.kind = 'subject' and h.row_id in (${subjects}))
         or (h.kind in ('consent', 'must_not_receive') and h.about in (${subjects}))
         or h.kind in ('agreement_projection', 'agency_projection', 'partnership_projection'))
     order by h.kind, h.row_id`;
  return database.em.execute<HistoryRow[]>(text, [...values]);
}
