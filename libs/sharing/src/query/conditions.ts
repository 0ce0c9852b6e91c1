import { name, Sql, sql } from './sql.js';

/**
 * The policy in SQL, over a reader `me` (see reader.ts) and a row of `item` or `"case"`. Every condition is written
 * as what must be so, and a null makes it not so: a row about which something is not known is not shown.
 */

/**
 * That there is such a row, looked up for each row that asks: the offset keeps PostgreSQL from reading the whole table
 * into a hash instead, which a plan for any reader takes to be cheaper than it is for the few rows of a page.
 */
const isRow = (fromWhere: Sql): Sql => sql`exists (select from ${fromWhere} offset 0)`;

/** Whether `me` is in the circle of a case at `me.at`. `owner`: the agency that owns the case, which is always in it. */
function inCircle(row: Sql, caseId: Sql, owner: Sql): Sql {
  return sql`(${owner} = me.agency_id or ${isRow(sql`circle_entry e
     where e.partnership_id = ${row}.partnership_id and e.case_id = ${caseId} and ${invitesMe}`)})`;
}

/** Whether entry `e` of a circle is for `me` at `me.at`. */
const invitesMe = sql`e.agency_id = me.agency_id
       and e.from_at <= me.at and (e.to_at is null or me.at < e.to_at)
       and (e.user_ids is null or me.user_id = any (e.user_ids))`;

/** Conflict of interest and must-not-receive, which come from the case: `me` is not barred from it. */
export const notBarred = (caseId: Sql): Sql => sql`${caseId} <> all (me.closed_cases)`;

/** That no refusal applies to `me` for item `i`. */
function notRefused(i: Sql): Sql {
  return sql`me.active
    and (${i}.owner_agency_id = me.agency_id or me.trained)
    and ${notBarred(sql`${i}.case_id`)}
    and (${i}.marking = 'none'
      or (${i}.owner_agency_id = me.agency_id and me.keeps_victims_safe)
      or ${isRow(sql`item_reader r where r.partnership_id = ${i}.partnership_id and r.item_id = ${i}.id and r.user_id = me.user_id`)})`;
}

/** Whether `i` may be given to `me` by another agency at all: neither terms nor disclosures count for who owns it. */
const givenByOthers = (i: Sql): Sql => sql`${i}.owner_agency_id <> me.agency_id and me.shares and me.hears`;

/** Whether `me` is in the circle of `c`, the case of `i`. */
const inItsCircle = (i: Sql): Sql => inCircle(i, sql`c.id`, sql`c.owner_agency_id`);

/**
 * The row's case `c`, and no more of it than the policy compares; seen whether or not its frame is. No row where nothing
 * can grant the item: outside the circle an emergency alone does.
 */
const itsCase = (i: Sql): Sql =>
  sql`sharing_case c where c.partnership_id = ${i}.partnership_id and c.id = ${i}.case_id and (${inItsCircle(i)} or me.emergencies <> '{}')`;

/** Whether `me` is in the circle of a case that {@link itsCase} let through: asked again of those alone whom an emergency may have brought here. */
const isInside = (i: Sql): Sql => sql`(me.emergencies = '{}' or ${inItsCircle(i)})`;

/** Terms `p` of agreements, with the consent `k` that each rests on, by which fields of `i` are given to `me` in the circle of `c`. */
function terms(i: Sql): Sql {
  return sql`sharing_permission p
      left join sharing_consent_period k
        on p.on_consent and k.partnership_id = ${i}.partnership_id and k.subject_id = ${i}.subject_id and k.purpose = c.purpose
       and k.recipient_agency_id = me.agency_id and k.category = ${i}.category and k.from_at <= me.at and me.at < k.to_at
     where ${isInside(i)}
       and p.partnership_id = ${i}.partnership_id and p.recipient_agency_id = me.agency_id and p.owner_agency_id = ${i}.owner_agency_id
       and p.purpose = c.purpose and p.category = ${i}.category
       and p.from_at <= me.at and me.at < p.to_at
       and (p.exportable or not me.exporting)
       and (k.consent_id is not null or not p.on_consent)
       and (p.all_fields and ${i}.fields <> '{}' or p.fields && ${i}.fields)`;
}

/** Disclosures `d` by which fields of `i` are given to `me`. */
function disclosures(i: Sql): Sql {
  return sql`disclosure d
     where d.partnership_id = ${i}.partnership_id and d.recipient_agency_id = me.agency_id
       and d.case_id = ${i}.case_id and d.subject_id = ${i}.subject_id and d.owner_agency_id = ${i}.owner_agency_id
       and d.authorised_at <= me.at and me.at < d.expires_at and (d.revoked_at is null or me.at < d.revoked_at)
       and case when d.categories -> ${i}.category = '"*"' then ${i}.fields <> '{}' else jsonb_exists_any(d.categories -> ${i}.category, ${i}.fields) end
       and case d.kind
             when 'authorised' then ${isInside(i)}
               and d.authorised_for_agency_id = d.owner_agency_id
               and (d.user_id is null or d.user_id = me.user_id)
               and (d.exportable or not me.exporting)
             when 'emergency' then d.id = any (me.emergencies) and not me.exporting
           end`;
}

/** The condition that the reader may see item `alias`, for a `where`. */
export function itemCondition(reader: Sql, alias: string): Sql {
  const i = name(alias);
  return sql`exists (select from ${reader} where ${notRefused(i)} and (
    (${i}.owner_agency_id = me.agency_id and me.owns and ${i}.fields <> '{}')
    or (${givenByOthers(i)} and ${isRow(sql`${itsCase(i)} and (${isRow(terms(i))} or ${isRow(disclosures(i))})`)})))`;
}

/** The words of an array in order of code points and without repeats. */
const ordered = (words: Sql): Sql => sql`array(select distinct word collate "C" from unnest(${words}) word order by 1)`;

/**
 * One row with the `fields` of item `alias` that the reader may see and the `reasons` for it, each in order of code
 * points and without repeats; no row when there are none. For `cross join lateral (…) readable`: a join that keeps
 * rows without a match would show what it must not.
 */
export function itemLateral(reader: Sql, alias: string): Sql {
  const i = name(alias);
  return sql`select ${ordered(sql`granted.fields`)} as fields, ${ordered(sql`granted.reasons`)} as reasons
    from ${reader} cross join lateral (
      select ${i}.fields as fields, array['own'] as reasons
       where ${i}.owner_agency_id = me.agency_id and me.owns and ${i}.fields <> '{}'
      union all
      select sharing_joined(one.fields), sharing_joined(one.reasons)
        from (select c.purpose, c.id, c.owner_agency_id from ${itsCase(i)} and ${givenByOthers(i)}) c
       cross join lateral (
         select case when p.all_fields then ${i}.fields else array(select f from unnest(${i}.fields) f where f = any (p.fields)) end as fields,
                case when p.on_consent then array['term:' || p.agreement_id || '/' || p.term_id, 'consent:' || k.consent_id]
                     else array['term:' || p.agreement_id || '/' || p.term_id] end as reasons
           from ${terms(i)}
         union all
         select case when d.categories -> ${i}.category = '"*"' then ${i}.fields
                     else array(select f from unnest(${i}.fields) f where jsonb_exists(d.categories -> ${i}.category, f)) end,
                array['disclosure:' || d.id]
           from ${disclosures(i)}) one
      having count(*) > 0) granted
   where ${notRefused(i)}`;
}

/** The condition that the reader may see the frame of case `alias`: its reference, state, dates, owner and lead. */
export function caseCondition(reader: Sql, alias: string): Sql {
  const c = name(alias);
  return sql`exists (select from ${reader}
    where me.active and me.shares and (${c}.owner_agency_id = me.agency_id or me.trained)
      and ${notBarred(sql`${c}.id`)} and ${inCircle(c, sql`${c}.id`, sql`${c}.owner_agency_id`)})`;
}

/**
 * Of the cases of a partnership whose frame `me` may see, as {@link caseCondition} says: how many stand in each `state`
 * (`count`), and how many of those `me.agency_id` owns (`own`). It begins from the agency, where the condition would be
 * asked of each case there is: `me` has to be one row that is known before, such as a variable.
 */
export const caseCounts = (partnership: Sql): Sql => sql`
  select s.state, sum(s.count)::int as count, sum(s.own)::int as own from (
    select c.state, count(*) as count, count(*) as own from "case" c
     where c.partnership_id = ${partnership} and c.owner_agency_id = me.agency_id
       and me.active and me.shares and ${notBarred(sql`c.id`)} group by c.state
    union all
    select c.state, count(*) filter (where c.owner_agency_id <> me.agency_id), 0 from "case" c
     where c.partnership_id = ${partnership}
       and c.id in (select e.case_id from circle_entry e where e.partnership_id = ${partnership} and ${invitesMe})
       and me.active and me.shares and me.trained and ${notBarred(sql`c.id`)} group by c.state) s
   where s.count > 0
   group by s.state order by s.state`;

/**
 * The condition that the reader may know of a record about sharing on case `alias`: a consent, a decision, an emergency
 * access. It is for the case's owner and the agencies that the record names, and for information governance of both;
 * not for who is refused for safety. `named`: an array of agencies' ids.
 */
export function recordCondition(reader: Sql, alias: string, named: Sql): Sql {
  const c = name(alias);
  return sql`exists (select from ${reader}
    where me.active and me.owns and ${notBarred(sql`${c}.id`)}
      and (${c}.owner_agency_id = me.agency_id or (me.agency_id = any (${named}) and (me.trained or not me.shares))))`;
}
