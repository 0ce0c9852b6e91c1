import { APP_ROLE, CURRENT_PARTNERSHIP } from '@concordat/platform-persistence';

/**
 * Ids by which the audit names a case and what is on it, for those who read the audit of the agency that owns the case.
 * With the owner's eyes, since an auditor sees no item. Of items those of the case's owner alone, and of those that are kept
 * for a victim's safety none unless `kept`: who looked at another would tell that there is one. People are not among them:
 * a person can be in cases of which the reader must not learn, and who looked at their items here is found by the items.
 * Who looked at one person has a question of its own.
 *
 * @param tables of the service's own, with a `case_id`, whose rows belong to a case
 */
export const recordsOfCase = (tables: readonly string[]): string[] => [
  `create function sharing_records_of_case(asked_case uuid, kept boolean) returns text[] language sql stable security definer set search_path = public, pg_temp as $$
     select array_agg(one.id::text)
       from "case" c
      cross join lateral (
        select c.id
        union all select i.id from item i where i.partnership_id = c.partnership_id and i.case_id = c.id and i.owner_agency_id = c.owner_agency_id and (kept or i.marking = 'none')
        union all select r.consent_id from consent_statement r where r.partnership_id = c.partnership_id and r.case_id = c.id
        ${['circle_entry', 'sharing_decision', 'emergency_access', ...tables].map((table) => `union all select r.id from ${table} r where r.partnership_id = c.partnership_id and r.case_id = c.id`).join('\n        ')}
      ) one
      where c.partnership_id = ${CURRENT_PARTNERSHIP} and c.id = asked_case
   $$`,
  'revoke execute on function sharing_records_of_case(uuid, boolean) from public',
  `grant execute on function sharing_records_of_case(uuid, boolean) to ${APP_ROLE}`,
];
