/**
 * Of the items that one agency owns: how many more and fewer each agency of the circles would see by agreements, by what
 * the cases are for and by category. Permissions of the replaced agreements count now, those of the proposal instead of
 * them. An item counts when a field of it opens or closes. It is asked of the first instant at which the change counts:
 * now, or the first day of an agreement that begins later.
 *
 * Values: partnership, owner agency, now, replaced agreements, proposal or null, smallest count that is told.
 */
export const readableByAgencies = `
with asked (partnership_id, owner, now, replaced, proposal, smallest) as (
  values (?::uuid, ?::uuid, ?::timestamptz, ?::uuid[], ?::uuid, ?::int)
), instant as (
  select greatest(a.now, (select sharing_midnight(g.valid_from) from agreement_projection g where g.id = a.proposal)) as at from asked a
), circle as (
  select c.id as case_id, c.purpose, c.owner_agency_id as agency_id
    from asked a join sharing_case c on c.partnership_id = a.partnership_id
  union
  select c.id, c.purpose, e.agency_id
    from asked a cross join instant
    join circle_entry e on e.partnership_id = a.partnership_id and e.from_at <= instant.at and (e.to_at is null or instant.at < e.to_at)
     and (e.user_ids is null or e.user_ids <> '{}')
    join sharing_case c on c.partnership_id = a.partnership_id and c.id = e.case_id
), visible as (
  select i.id, circle.purpose, i.category, circle.agency_id, field,
         bool_or(p.agreement_id is distinct from a.proposal) as before,
         bool_or(p.agreement_id <> all (a.replaced)) as after
    from asked a cross join instant
    join item i on i.partnership_id = a.partnership_id and i.owner_agency_id = a.owner
    join circle on circle.case_id = i.case_id and circle.agency_id <> a.owner
    join sharing_permission p
      on p.partnership_id = a.partnership_id and p.recipient_agency_id = circle.agency_id and p.owner_agency_id = a.owner
     and p.purpose = circle.purpose and p.category = i.category and p.from_at <= instant.at and instant.at < p.to_at
   cross join lateral unnest(case when p.all_fields then i.fields else array(select f from unnest(i.fields) f where f = any (p.fields)) end) field
   where not p.on_consent or exists (
           select from sharing_consent_period k
            where k.partnership_id = a.partnership_id and k.subject_id = i.subject_id and k.purpose = circle.purpose
              and k.recipient_agency_id = circle.agency_id and k.category = i.category and k.from_at <= instant.at and instant.at < k.to_at)
   group by i.id, circle.purpose, i.category, circle.agency_id, field
), changed as (
  select 'opens' as change, id, purpose, category, agency_id from visible where after and not before
  union
  select 'closes', id, purpose, category, agency_id from visible where before and not after
)
select change, purpose, category, agency_id, count(*)::int as items
  from changed
 group by change, purpose, category, agency_id
having count(*) >= (select smallest from asked)
 order by change, purpose, category, agency_id`;
