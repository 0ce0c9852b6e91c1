import { itemPage, type ItemPage } from '../query/readable.js';
import type { ReaderQuestion } from '../query/reader.js';
import { sql, type Sql } from '../query/sql.js';

/**
 * A page of items that leaves its receipts: the same statement reads the items and writes a receipt for each that another
 * agency owns, so that both saw the same rows, and nothing is answered whose receipt could not be written. A receipt that
 * is there already (the same user, item version, action, fields, reasons and day) is not written again.
 */
export function receiptedPage(question: ReaderQuestion, page: ItemPage): Sql {
  const { userId, membershipId, agencyId, action, at } = question;
  return sql`with page as materialized (
      select p.*, row_number() over () as readable_place,
             sha256(convert_to(array_to_string(p.readable_fields, ',') || '|' || array_to_string(p.readable_reasons, ','), 'UTF8')) as readable_said
        from (${itemPage(question, page)}) p
    ), asked as (
      select ${userId}::uuid as user_id, ${membershipId}::uuid as membership_id, ${agencyId}::uuid as agency_id, ${action}::text as action,
             ${at.toISOString()}::timestamptz as at, (${at.toISOString()}::timestamptz at time zone 'Europe/London')::date as day
    ), receipts as (
      insert into share_receipt (partnership_id, user_id, membership_id, agency_id, owner_agency_id, case_id, subject_id, item_id, item_version, category,
                                 action, fields, reasons, said, at, day, rests_on)
      select p.partnership_id, a.user_id, a.membership_id, a.agency_id, p.owner_agency_id, p.case_id, p.subject_id, p.id, p.version, p.category,
             a.action, p.readable_fields, p.readable_reasons, p.readable_said, a.at, a.day,
             sharing_rests_on(p.partnership_id, p.id, p.case_id, p.subject_id, p.owner_agency_id, a.membership_id, a.user_id, a.agency_id, p.readable_reasons)
        from page p cross join asked a
       where p.owner_agency_id <> a.agency_id
         and not exists (
           select from share_receipt r
            where r.partnership_id = p.partnership_id and r.user_id = a.user_id and r.item_id = p.id and r.item_version = p.version
              and r.action = a.action and r.day = a.day and r.said = p.readable_said)
       order by p.id
      on conflict do nothing
    )
    select * from page order by readable_place`;
}
