import { EMERGENCY_GATEWAY, EMERGENCY_HOURS } from '../policy/vocabulary.js';
import { name, Sql, sql } from './sql.js';

/**
 * The policy in SQL, over a reader `me` (see reader.ts) and a row of `item` or `"case"`. Every condition is written
 * as what must be so, and a null makes it not so: a row about which something is not known is not shown.
 */

const emergencyGateway = new Sql(`'${EMERGENCY_GATEWAY}'`);
/** Hours, which are elapsed time, and never days, which a change of the clocks makes longer or shorter. */
const emergencyLimit = new Sql(`interval '${EMERGENCY_HOURS} hours'`);

/**
 * Whether `me` is in the circle of a case at `me.at`. `owner`: the agency that owns the case, which is always in it.
 * `agency` is theirs; where it is read from the row of a grant, the circle is asked only where there is one.
 */
function inCircle(row: Sql, caseId: Sql, owner: Sql, agency: Sql): Sql {
  return sql`(${owner} = ${agency} or exists (
    select from circle_entry e
     where e.partnership_id = ${row}.partnership_id and e.case_id = ${caseId} and e.agency_id = ${agency}
       and e.from_at <= me.at and (e.to_at is null or me.at < e.to_at)
       and (e.user_ids is null or me.user_id = any (e.user_ids))))`;
}

/** Conflict of interest and must-not-receive, which come from the case: `me` is not barred from it. */
export function notBarred(row: Sql, caseId: Sql): Sql {
  return sql`${caseId} <> all (me.excluded_cases)
    and (me.barred_subjects = '{}' or not exists (
      select from case_subject s
       where s.partnership_id = ${row}.partnership_id and s.case_id = ${caseId} and s.subject_id = any (me.barred_subjects)))`;
}

/** That no refusal applies to `me` for item `i`. */
function notRefused(i: Sql): Sql {
  return sql`me.active
    and (${i}.owner_agency_id = me.agency_id or me.trained)
    and ${notBarred(i, sql`${i}.case_id`)}
    and (${i}.marking = 'none'
      or (${i}.owner_agency_id = me.agency_id and me.keeps_victims_safe)
      or exists (select from item_reader r where r.partnership_id = ${i}.partnership_id and r.item_id = ${i}.id and r.user_id = me.user_id))`;
}

/** Grants of `me` on item `i` of case `c`: rows of fields, never empty, and of reasons. */
function grants(i: Sql): Sql {
  return sql`
    select ${i}.fields as fields, array['own'] as reasons
     where ${i}.owner_agency_id = me.agency_id and me.owns
    union all
    select given.fields, case when p.on_consent then array['term:' || p.agreement_id || '/' || p.term_id, 'consent:' || k.consent_id]
                              else array['term:' || p.agreement_id || '/' || p.term_id] end
      from sharing_permission p
      left join sharing_consent_period k
        on p.on_consent and k.partnership_id = ${i}.partnership_id and k.subject_id = ${i}.subject_id and k.purpose = c.purpose
       and k.recipient_agency_id = me.agency_id and k.category = ${i}.category and k.from_at <= me.at and me.at < k.to_at
     cross join lateral (
       select case when p.all_fields then ${i}.fields else array(select f from unnest(${i}.fields) f where f = any (p.fields)) end as fields) given
     where ${i}.owner_agency_id <> me.agency_id and me.shares and me.hears
       and p.partnership_id = ${i}.partnership_id and p.recipient_agency_id = me.agency_id and p.owner_agency_id = ${i}.owner_agency_id
       and p.purpose = c.purpose and p.category = ${i}.category
       and p.from_at <= me.at and me.at < p.to_at
       and (p.exportable or not me.exporting)
       and (k.consent_id is not null or not p.on_consent)
       and given.fields <> '{}'
       and ${inCircle(i, sql`${i}.case_id`, sql`c.owner_agency_id`, sql`p.recipient_agency_id`)}
    union all
    select given.fields, array['disclosure:' || d.id]
      from disclosure d
     cross join lateral (
       select case when d.categories -> ${i}.category = '"*"' then ${i}.fields
                   else array(select f from unnest(${i}.fields) f where jsonb_exists(d.categories -> ${i}.category, f)) end as fields) given
     where ${i}.owner_agency_id <> me.agency_id and me.shares and me.hears
       and d.partnership_id = ${i}.partnership_id and d.recipient_agency_id = me.agency_id
       and d.case_id = ${i}.case_id and d.subject_id = ${i}.subject_id and d.owner_agency_id = ${i}.owner_agency_id
       and d.authorised_at <= me.at and me.at < d.expires_at and (d.revoked_at is null or me.at < d.revoked_at)
       and given.fields <> '{}'
       and case d.kind
             when 'authorised' then d.authorised_for_agency_id = d.owner_agency_id
               and (d.user_id is null or d.user_id = me.user_id)
               and (d.exportable or not me.exporting)
               and ${inCircle(i, sql`${i}.case_id`, sql`c.owner_agency_id`, sql`d.recipient_agency_id`)}
             when 'emergency' then d.user_id = me.user_id and d.authorised_by_user_id = me.user_id
               and d.gateway = ${emergencyGateway}
               and me.at < d.authorised_at + ${emergencyLimit}
               and not me.exporting
               and exists (select from agency_projection a where a.partnership_id = ${i}.partnership_id and a.agency_id = d.owner_agency_id and a.emergency_access)
           end`;
}

/** The row's case, and no more of it than the policy compares; seen whether or not its frame is. */
function itsCase(i: Sql): Sql {
  return sql`join sharing_case c on c.partnership_id = ${i}.partnership_id and c.id = ${i}.case_id`;
}

/** The condition that the reader may see item `alias`, for a `where`. */
export function itemCondition(reader: Sql, alias: string): Sql {
  const i = name(alias);
  return sql`exists (select from ${reader} ${itsCase(i)} cross join lateral (${grants(i)}) g where ${notRefused(i)})`;
}

/**
 * One row with the `fields` of item `alias` that the reader may see and the `reasons` for it, each in order of code
 * points and without repeats; no row when there are none. For `cross join lateral (…) readable`: a join that keeps
 * rows without a match would show what it must not.
 */
export function itemLateral(reader: Sql, alias: string): Sql {
  const i = name(alias);
  return sql`select array_agg(distinct field collate "C" order by field collate "C") as fields,
         array_agg(distinct reason collate "C" order by reason collate "C") as reasons
    from ${reader} ${itsCase(i)}
   cross join lateral (${grants(i)}) g
   cross join lateral unnest(g.fields) field
   cross join lateral unnest(g.reasons) reason
   where ${notRefused(i)}
  having count(*) > 0`;
}

/** The condition that the reader may see the frame of case `alias`: its reference, state, dates, owner and lead. */
export function caseCondition(reader: Sql, alias: string): Sql {
  const c = name(alias);
  return sql`exists (select from ${reader}
    where me.active and me.shares and (${c}.owner_agency_id = me.agency_id or me.trained)
      and ${notBarred(c, sql`${c}.id`)} and ${inCircle(c, sql`${c}.id`, sql`${c}.owner_agency_id`, sql`me.agency_id`)})`;
}

/**
 * The condition that the reader may know of a record about sharing on case `alias`: a consent, a decision, an emergency
 * access. It is for the case's owner and the agencies that the record names, and for information governance of both;
 * not for who is refused for safety. `named`: an array of agencies' ids.
 */
export function recordCondition(reader: Sql, alias: string, named: Sql): Sql {
  const c = name(alias);
  return sql`exists (select from ${reader}
    where me.active and me.owns and ${notBarred(c, sql`${c}.id`)}
      and (${c}.owner_agency_id = me.agency_id or (me.agency_id = any (${named}) and (me.trained or not me.shares))))`;
}
