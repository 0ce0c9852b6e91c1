import type { keptCase } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { caller } from '@concordat/platform-auth';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { recordCondition, notBarred } from '../query/conditions.js';
import { readerOf } from '../query/reader.js';
import { sql, type Sql } from '../query/sql.js';
import { namedOn } from '../records/case-sight.js';
import { GOVERNS, holdsOne } from './owned-cases.js';
import { Sharing } from '../service/sharing.js';

type KeptCase = z.output<typeof keptCase>;

interface Row {
  id: string;
  reference: string;
  owned: boolean;
  registered: number;
  near_matches: number;
  excluded: number;
  reader_requests: number;
  emergency_reviews: number;
  records: number;
}

/**
 * Cases of which something is kept, waits or is recorded about sharing, for those who keep registers: those of their
 * agency, and those whose records about sharing name it. It is how somebody without a sharing role finds them.
 */
@Injectable()
export class KeptCases {
  constructor(
    private readonly database: Database,
    private readonly sharing: Sharing,
    private readonly audit: Audit,
  ) {}

  /** By id. @param after the id of the last one of the page before */
  async page({ after, size }: { after?: string | undefined; size: number }): Promise<{ items: KeptCase[]; next: string | null }> {
    const question = this.sharing.question(caller());
    const reader = readerOf(question);
    const now = this.database.clock.now().toISOString();
    const own = sql`(c.owner_agency_id = me.agency_id and (me.owns or me.keeps_victims_safe) and me.active and ${notBarred(sql`c.id`)})`;
    // Of items of one's agency, on whosever case: for information governance, who can confirm them without reading the item, and for who reads it.
    const readersOfOwn = sql`q.partnership_id = c.partnership_id and q.agency_id = me.agency_id and q.decision is null and me.active and ${notBarred(sql`c.id`)}
      and (${holdsOne([GOVERNS]) ? sql`true` : sql`false`} or exists (select from item i where i.partnership_id = q.partnership_id and i.id = q.item_id and ${this.sharing.readableItems(question, 'i').condition}))`;
    const { text, values } = sql`
      with kept as (${CANDIDATES})
      select c.id, r.reference, ${own} as owned,
             ${ofOwn(own, sql`select count(*) from must_not_receive n join case_subject s on s.partnership_id = n.partnership_id and s.subject_id = n.subject_id
                where n.partnership_id = c.partnership_id and s.case_id = c.id and (n.to_at is null or ${now}::timestamptz < n.to_at)`)}
             + ${ofOwn(own, sql`select count(*) from registered_person n join case_subject s on s.partnership_id = n.partnership_id and s.subject_id = n.subject_id
                where n.partnership_id = c.partnership_id and s.case_id = c.id and (n.to_at is null or ${now}::timestamptz < n.to_at)`)} as registered,
             ${ofOwn(own, sql`select count(*) from near_match m join registered_person n on n.partnership_id = m.partnership_id and n.id = m.person_id
                join case_subject s on s.partnership_id = n.partnership_id and s.subject_id = n.subject_id
                where m.partnership_id = c.partnership_id and s.case_id = c.id and m.answer is null`)} as near_matches,
             ${ofOwn(own, sql`select count(*) from case_exclusion x where x.partnership_id = c.partnership_id and x.case_id = c.id`)} as excluded,
             (select count(*)::int from named_reader_request q where ${readersOfOwn} and q.case_id = c.id) as reader_requests,
             (select count(*)::int from emergency_access e where e.partnership_id = c.partnership_id and e.case_id = c.id and e.reviewed_at is null
                and (${own} or me.agency_id = any (e.owner_agency_ids))) as emergency_reviews,
             (select count(*)::int from consent_statement k join consent g on g.partnership_id = k.partnership_id and g.id = k.consent_id
               where k.partnership_id = c.partnership_id and k.case_id = c.id and (${own} or me.agency_id = any (g.recipient_agency_ids || k.recorded_for_agency_id)))
             + (select count(*)::int from sharing_decision d where d.partnership_id = c.partnership_id and d.case_id = c.id
                and (${own} or me.agency_id in (d.owner_agency_id, d.recipient_agency_id))) as records
        from kept join sharing_case c on c.partnership_id = ${question.partnershipId}::uuid and c.id = kept.case_id
        join sharing_case_reference r on r.partnership_id = c.partnership_id and r.id = c.id
       cross join ${reader}
       where (${own} or exists (select from named_reader_request q where ${readersOfOwn} and q.case_id = c.id) or ${recordCondition(reader, 'c', namedOn('c'))}) and ${after === undefined ? sql`true` : sql`c.id > ${after}::uuid`}
       order by c.id limit ${size + 1}::int`;
    const rows = await this.database.em.execute<Row[]>(text, [...values]);
    const shown = rows.slice(0, size);
    await this.audit.record({ action: 'listed', kind: 'register', ids: shown.map(({ id }) => id) });
    return { items: shown.map(view), next: rows.length > size ? (shown.at(-1)?.id ?? null) : null };
  }
}

/** Every case of which there is something to list. */
const CANDIDATES: Sql = sql`
  select s.case_id from must_not_receive n join case_subject s on s.partnership_id = n.partnership_id and s.subject_id = n.subject_id
  union select s.case_id from registered_person n join case_subject s on s.partnership_id = n.partnership_id and s.subject_id = n.subject_id
  union select case_id from case_exclusion
  union select case_id from named_reader_request where decision is null and case_id is not null
  union select case_id from emergency_access
  union select case_id from consent_statement
  union select case_id from sharing_decision`;

/** A count that is told of one's own agency's cases alone. */
const ofOwn = (own: Sql, count: Sql): Sql => sql`case when ${own} then (${count})::int else 0 end`;

const view = ({ id, reference, owned, registered, near_matches, excluded, reader_requests, emergency_reviews, records }: Row): KeptCase => ({
  caseId: id, reference, owned, registered, nearMatches: near_matches, excluded, readerRequests: reader_requests, emergencyReviews: emergency_reviews, records,
});
