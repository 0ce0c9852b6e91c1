import { APP_ROLE, CURRENT_PARTNERSHIP } from '@concordat/platform-persistence';
import { Migration } from '@mikro-orm/migrations';

/**
 * Ids by which the audit names a person's part of some cases: the cases, whose pages and lists name them, what their owner
 * holds about the person there, and the person's consents. With the owner's eyes, and of what is kept for a victim's safety
 * none unless `kept`, as of a whole case. Which cases the reader may learn of is asked before.
 */
const recordsOfPerson = [
  `create function sharing_records_of_person(person uuid, of_cases uuid[], kept boolean) returns text[] language sql stable security definer set search_path = public, pg_temp as $$
     select array_agg(one.id::text)
       from "case" c
      cross join lateral (
        select c.id
        union all select i.id from item i where i.partnership_id = c.partnership_id and i.case_id = c.id and i.subject_id = person and i.owner_agency_id = c.owner_agency_id and (kept or i.marking = 'none')
        union all select r.consent_id from consent_statement r where r.partnership_id = c.partnership_id and r.case_id = c.id and r.subject_id = person
      ) one
      where c.partnership_id = ${CURRENT_PARTNERSHIP} and c.id = any (of_cases)
   $$`,
  'revoke execute on function sharing_records_of_person(uuid, uuid[], boolean) from public',
  `grant execute on function sharing_records_of_person(uuid, uuid[], boolean) to ${APP_ROLE}`,
];

/** By what the audit knows a person. */
export class LooksAtPeople extends Migration {
  override up(): void {
    for (const statement of recordsOfPerson) this.addSql(statement);
  }
}
