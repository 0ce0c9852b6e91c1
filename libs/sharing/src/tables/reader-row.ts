import { ACTIONS, EMERGENCY_GATEWAY, EMERGENCY_HOURS, OWN_ROLES, SHARING_ROLES, VICTIM_SAFETY_ROLE } from '../policy/vocabulary.js';
import { array } from './functions.js';

/** Hours, which are elapsed time, and never days, which a change of the clocks makes longer or shorter. */
const EMERGENCY_LIMIT = `interval '${EMERGENCY_HOURS} hours'`;

/**
 * What the policy needs to know of a reader: none for whom there is no such membership. `emergencies`: the disclosures by
 * which they opened something in an emergency that counts; `closed_cases`: those from which an exclusion, a conflict of
 * interest or the register keeps them. Both are short, and worked out once a statement instead of once a row.
 */
const readerRow = `
select m.user_id, m.agency_id, $5 as at, $6 = 'export' as exporting,
       m.active and coalesce(a.active, true) and coalesce(p.active, true) as active,
       jsonb_exists_any(m.roles, ${array(SHARING_ROLES)}) as shares,
       jsonb_exists_any(m.roles, ${array(OWN_ROLES)}) as owns,
       jsonb_exists(m.roles, '${VICTIM_SAFETY_ROLE}') as keeps_victims_safe,
       coalesce($5 < sharing_midnight(m.training_valid_to), false) as trained,
       array(select d.id from disclosure d
               join agency_projection o on o.partnership_id = d.partnership_id and o.agency_id = d.owner_agency_id and o.emergency_access
              where d.partnership_id = $1 and d.kind = 'emergency' and d.user_id = $3 and d.authorised_by_user_id = $3
                and d.recipient_agency_id = $4 and d.gateway = '${EMERGENCY_GATEWAY}'
                and d.authorised_at <= $5 and $5 < d.expires_at and (d.revoked_at is null or $5 < d.revoked_at)
                and $5 < d.authorised_at + ${EMERGENCY_LIMIT}) as emergencies,
       array(select x.case_id from case_exclusion x where x.partnership_id = $1 and x.user_id = $3
             union all
             select s.case_id from related_subject r
               join case_subject s on s.partnership_id = r.partnership_id and s.subject_id = r.subject_id
              where r.partnership_id = $1 and r.user_id = $3
             union all
             select s.case_id from must_not_receive n
               join case_subject s on s.partnership_id = n.partnership_id and s.subject_id = n.subject_id
              where n.partnership_id = $1 and (n.user_id = $3 or n.agency_id = $4)
                and n.from_at <= $5 and (n.to_at is null or $5 < n.to_at)) as closed_cases,
       exists (select from registry_heard h where now() < h.counts_until) as hears
  from membership_projection m
  left join agency_projection a on a.partnership_id = m.partnership_id and a.agency_id = m.agency_id
  left join partnership_projection p on p.id = m.partnership_id
 where m.partnership_id = $1 and m.id = $2 and m.user_id = $3 and m.agency_id = $4
   and $5 is not null and $6 = any (${array(ACTIONS)})`;

/**
 * What makes a reader: who asks, when and what for, and the snapshot in which it is looked up, which changes with every
 * commit. `current_user` and the session's partnership say which rows may be looked at.
 */
const ASKED = `row($1, $2, $3, $4, $5, $6, current_user, current_setting('app.partnership_id', true), pg_current_snapshot())::text`;

/**
 * The function by which the policy knows its reader, in place of the one that was. The list's condition and row-level
 * security both ask it in each statement; the second is given what the first was told. That is kept in the transaction's
 * own settings for one snapshot, and only as long as the transaction has written nothing itself, so that nothing can
 * have changed in between: the same snapshot of the same rows gives the same reader.
 */
export const readerFunction = `
create or replace function sharing_reader(partnership uuid, membership uuid, who uuid, agency uuid, at timestamptz, action text)
returns sharing_reader language plpgsql stable as $$
declare
  me sharing_reader;
  asked text;
begin
  if pg_current_xact_id_if_assigned() is null then
    asked := ${ASKED};
    if current_setting('app.reader_asked', true) = asked then
      return current_setting('app.reader')::sharing_reader;
    end if;
  end if;
  select * into me from (${readerRow}) reader;
  if asked is not null then
    perform set_config('app.reader', me::text, true), set_config('app.reader_asked', asked, true);
  end if;
  return me;
end $$`;
