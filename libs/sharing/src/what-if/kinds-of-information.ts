/**
 * What agreements let each agency see of what one agency owns, at the first instant at which a change counts: now, or the first
 * day of an agreement that begins later. Permissions of the replaced agreements count without the change, those of the proposal with it.
 *
 * Values: partnership, owner agency, now, replaced agreements, proposal or null.
 */
export const permittedOfOwner = `
with asked (partnership_id, owner, now, replaced, proposal) as (
  values (?::uuid, ?::uuid, ?::timestamptz, ?::uuid[], ?::uuid)
), instant as (
  select greatest(a.now, (select sharing_midnight(g.valid_from) from agreement_projection g where g.id = a.proposal)) as at from asked a
)
select p.purpose, p.category, p.recipient_agency_id, p.on_consent, p.all_fields, p.fields,
       p.agreement_id is distinct from a.proposal as before, p.agreement_id <> all (a.replaced) as after
  from asked a cross join instant
  join sharing_permission p on p.partnership_id = a.partnership_id and p.owner_agency_id = a.owner and p.from_at <= instant.at and instant.at < p.to_at`;

/**
 * How many items one agency owns of each kind in the cases of whose circle each other agency is, now; and of them, about people who
 * consented that it sees them. It hangs on no agreement: a kind has one count, whatever is asked.
 *
 * Values: partnership, owner agency, now.
 */
export const itemsByKind = `
with asked (partnership_id, owner, now) as (
  values (?::uuid, ?::uuid, ?::timestamptz)
), circle as (
  select c.id as case_id, c.purpose, c.owner_agency_id as agency_id
    from asked a join sharing_case c on c.partnership_id = a.partnership_id
  union
  select c.id, c.purpose, e.agency_id
    from asked a
    join circle_entry e on e.partnership_id = a.partnership_id and e.from_at <= a.now and (e.to_at is null or a.now < e.to_at)
     and (e.user_ids is null or e.user_ids <> '{}')
    join sharing_case c on c.partnership_id = a.partnership_id and c.id = e.case_id
)
select circle.purpose, i.category, circle.agency_id, count(*)::int as everybody,
       (count(*) filter (where exists (
         select from sharing_consent_period k
          where k.partnership_id = a.partnership_id and k.subject_id = i.subject_id and k.purpose = circle.purpose
            and k.recipient_agency_id = circle.agency_id and k.category = i.category and k.from_at <= a.now and a.now < k.to_at)))::int as consenting
  from asked a
  join item i on i.partnership_id = a.partnership_id and i.owner_agency_id = a.owner
  join circle on circle.case_id = i.case_id and circle.agency_id <> a.owner
 group by circle.purpose, i.category, circle.agency_id`;
