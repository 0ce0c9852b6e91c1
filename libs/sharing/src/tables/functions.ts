import { ACTIONS, OWN_ROLES, SHARING_ROLES, VICTIM_SAFETY_ROLE } from '../policy/vocabulary.js';
import { ZONE } from '../policy/time.js';

/** Codes as an array of SQL. */
export const array = (codes: readonly string[]): string => `array[${codes.map((code) => `'${code}'`).join(', ')}]`;

/** Midnight at the start of a date in Europe/London. */
export const midnight = `
create function sharing_midnight(day date) returns timestamptz language sql immutable
return (day::timestamp at time zone '${ZONE}')`;

/**
 * What an agreement permits, written out: a row for each term, owner, recipient, category and period in which the
 * agreement holds and both have signed. An agreement that is not active permits nothing.
 */
export const permissionsOfAgreement = `
create function sharing_permissions_of_agreement() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    delete from sharing_permission where partnership_id = old.partnership_id and agreement_id = old.id;
  end if;
  if tg_op <> 'DELETE' and new.status = 'active' then
    insert into sharing_permission (partnership_id, agreement_id, term_id, recipient_agency_id, owner_agency_id, purpose, category,
                                    all_fields, fields, on_consent, exportable, from_at, to_at)
    with signature as (
      select (s ->> 'agencyId')::uuid as agency_id,
             tstzrange(sharing_midnight((s ->> 'on')::date), coalesce(sharing_midnight((s ->> 'withdrawnOn')::date), 'infinity')) as held
        from jsonb_array_elements(new.signatures) s
    ), parties as (
      select owner.agency_id as owner_id, recipient.agency_id as recipient_id,
             owner.held * recipient.held * tstzrange(sharing_midnight(new.valid_from), sharing_midnight(new.valid_to)) as held
        from signature owner join signature recipient on owner.agency_id <> recipient.agency_id
    )
    select new.partnership_id, new.id, (term ->> 'id')::uuid, parties.recipient_id, parties.owner_id, term ->> 'purpose', listed.key,
           listed.value = '"*"',
           case jsonb_typeof(listed.value) when 'array' then array(select jsonb_array_elements_text(listed.value)) else '{}' end,
           term ->> 'basis' = 'consent', (term ->> 'export')::boolean, lower(parties.held), upper(parties.held)
      from jsonb_array_elements(new.terms) term
     cross join lateral jsonb_each(term -> 'categories') listed
      join parties on (term -> 'from' = '"*"' or jsonb_exists(term -> 'from', parties.owner_id::text))
                  and (term -> 'to' = '"*"' or jsonb_exists(term -> 'to', parties.recipient_id::text))
     where not isempty(parties.held);
  end if;
  return null;
end $$`;

/**
 * The periods in which a person's records are consent, for each purpose, recipient and category: of each record given,
 * the time for which it stands, less the time for which another that decides before it counts.
 * It is called after each statement that changed consents, or the subjects on whose age they hang.
 */
export const refreshConsent = `
create function sharing_consent_periods() returns trigger language plpgsql as $$
declare
  whose uuid[];
  person uuid;
begin
  if tg_table_name = 'consent' then
    select array_agg(distinct subject_id) into whose from changed;
  else
    select array_agg(distinct id) into whose from changed;
  end if;
  foreach person in array coalesce(whose, '{}') loop
    delete from sharing_consent_period where subject_id = person;
    insert into sharing_consent_period (partnership_id, consent_id, subject_id, purpose, recipient_agency_id, category, from_at, to_at)
    with asked as (
      select k.*, recipient, category, sharing_midnight(s.sixteenth_birthday) as sixteen, sharing_midnight(s.eighteenth_birthday) as eighteen
        from consent k
        join subject s on s.partnership_id = k.partnership_id and s.id = k.subject_id and s.kind = 'person'
       cross join unnest(k.recipient_agency_ids) recipient
       cross join unnest(k.categories) category
       where k.subject_id = person
    ), counting as (
      select one.*, tstzrange(recorded_at, greatest(recorded_at, coalesce(invalidated_at, 'infinity'))) as counts
        from asked one
       where case given_by
               when 'subject' then competent or sixteen is null or recorded_at >= sixteen
               when 'parental-responsibility' then recorded_at < sixteen and not exists (
                 select from asked child
                  where child.purpose = one.purpose and child.recipient = one.recipient and child.category = one.category
                    and child.given_by = 'subject' and child.competent and child.recorded_at <= one.recorded_at)
               when 'attorney' then eighteen is null or recorded_at >= eighteen
             end
    ), standing as (
      select one.*,
             tstzmultirange(tstzrange(recorded_at, greatest(recorded_at, least(
               coalesce(withdrawn_at, 'infinity'), coalesce(expires_at, 'infinity'), coalesce(invalidated_at, 'infinity'),
               case given_by when 'parental-responsibility' then sixteen else 'infinity' end))))
             - coalesce((
                 select range_agg(other.counts) from counting other
                  where other.purpose = one.purpose and other.recipient = one.recipient and other.category = one.category
                    and (other.recorded_at > one.recorded_at
                      or (other.recorded_at = one.recorded_at and other.id <> one.id
                        and (other.decision = 'refused' or other.id < one.id)))), '{}') as periods
        from counting one
       where decision = 'given'
    )
    select partnership_id, id, subject_id, purpose, recipient, category, lower(held), upper(held)
      from standing cross join unnest(periods) held;
  end loop;
  return null;
end $$`;

/** What the policy needs to know of a reader, at a time. */
export const reader = [
  `create type sharing_reader as (
     user_id uuid,
     agency_id uuid,
     at timestamptz,
     exporting boolean,
     active boolean,
     shares boolean,
     owns boolean,
     keeps_victims_safe boolean,
     trained boolean,
     barred_subjects uuid[],
     excluded_cases uuid[]
   )`,
  `create function sharing_reader(partnership uuid, membership uuid, who uuid, agency uuid, at timestamptz, action text)
   returns sharing_reader language plpgsql stable as $$
   declare
     me sharing_reader;
   begin
     if not coalesce(action = any (${array(ACTIONS)}) and at is not null, false) then
       return null;
     end if;
     select m.user_id, m.agency_id, $5, $6 = 'export',
            m.active and coalesce(a.active, true) and coalesce(p.active, true),
            jsonb_exists_any(m.roles, ${array(SHARING_ROLES)}),
            jsonb_exists_any(m.roles, ${array(OWN_ROLES)}),
            jsonb_exists(m.roles, '${VICTIM_SAFETY_ROLE}'),
            coalesce($5 < sharing_midnight(m.training_valid_to), false),
            array(select r.subject_id from related_subject r where r.partnership_id = $1 and r.user_id = $3
                  union
                  select n.subject_id from must_not_receive n
                   where n.partnership_id = $1 and (n.user_id = $3 or n.agency_id = $4) and n.from_at <= $5 and (n.to_at is null or $5 < n.to_at)),
            array(select x.case_id from case_exclusion x where x.partnership_id = $1 and x.user_id = $3)
       into me
       from membership_projection m
       left join agency_projection a on a.partnership_id = m.partnership_id and a.agency_id = m.agency_id
       left join partnership_projection p on p.id = m.partnership_id
      where m.partnership_id = $1 and m.id = $2 and m.user_id = $3 and m.agency_id = $4;
     return me;
   end $$`,
];
