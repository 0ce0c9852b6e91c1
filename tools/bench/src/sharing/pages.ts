import { sql, type ItemPage, type ReaderQuestion } from '@concordat/sharing';
import type { PageReader } from './page-world.js';

/** The text of one page of a list, with its values. */
export interface Statement {
  text: string;
  values: unknown[];
}

export interface PageAsked {
  reader: PageReader;
  at: Date;
  /** The page begins after this place. */
  before: { createdAt: Date; id: string };
}

export const SIZE = 50;

/** The page that `Sharing.items` is asked for. */
export const pageAsked = ({ before }: PageAsked): ItemPage => ({
  where: sql`(i.created_at, i.id) < (${before.createdAt.toISOString()}::timestamptz, ${before.id}::uuid)`,
  orderBy: sql`i.created_at desc, i.id desc`,
  limit: SIZE,
});

export const questionOf = ({ reader, at }: PageAsked): ReaderQuestion => ({ ...reader, action: 'read', at });

/** The same rows without any policy, which gives every field to everybody and leaves no receipt. */
export function openPage({ reader, before }: PageAsked): Statement {
  return {
    text: `select i.*, i.fields as readable_fields, '{}'::text[] as readable_reasons from item i
            where i.partnership_id = $1 and (i.created_at, i.id) < ($2, $3) order by i.created_at desc, i.id desc limit ${String(SIZE)}`,
    values: [reader.partnershipId, before.createdAt, before.id],
  };
}

/**
 * The best SQL by hand for the same policy, over the same prepared tables: each reader's facts once, the cheap refusals
 * first, the circle asked once an item, and what an agency owns never looked at as if it were shared. It leaves the same receipts.
 */
export function pageByHand({ reader, at, before }: PageAsked): Statement {
  return { text: BY_HAND, values: [reader.partnershipId, reader.membershipId, reader.userId, reader.agencyId, at, before.createdAt, before.id] };
}

const BY_HAND = `
with me as materialized (
  select m.active and coalesce(a.active, true) and coalesce(p.active, true) as active,
         jsonb_exists_any(m.roles, array['practitioner', 'coordinator', 'manager']) as shares,
         jsonb_exists_any(m.roles, array['practitioner', 'coordinator', 'manager', 'information-governance']) as owns,
         jsonb_exists(m.roles, 'victim-safety') as keeps,
         exists (select from registry_heard h where now() < h.counts_until) as hears,
         coalesce($5::timestamptz < (m.training_valid_to::timestamp at time zone 'Europe/London'), false) as trained,
         array(select x.case_id from case_exclusion x where x.partnership_id = $1 and x.user_id = $3
               union all
               select s.case_id from related_subject r join case_subject s on s.partnership_id = $1 and s.subject_id = r.subject_id where r.partnership_id = $1 and r.user_id = $3
               union all
               select s.case_id from must_not_receive n join case_subject s on s.partnership_id = $1 and s.subject_id = n.subject_id
                where n.partnership_id = $1 and (n.user_id = $3 or n.agency_id = $4) and n.from_at <= $5 and (n.to_at is null or $5 < n.to_at)) as closed,
         array(select d.id from disclosure d join agency_projection o on o.partnership_id = $1 and o.agency_id = d.owner_agency_id and o.emergency_access
                where d.partnership_id = $1 and d.kind = 'emergency' and d.user_id = $3 and d.authorised_by_user_id = $3 and d.recipient_agency_id = $4 and d.gateway = 'vital-interests'
                  and d.authorised_at <= $5 and $5 < d.expires_at and (d.revoked_at is null or $5 < d.revoked_at) and $5 < d.authorised_at + interval '24 hours') as emergencies
    from membership_projection m
    left join agency_projection a on a.partnership_id = m.partnership_id and a.agency_id = m.agency_id
    left join partnership_projection p on p.id = m.partnership_id
   where m.partnership_id = $1 and m.id = $2 and m.user_id = $3 and m.agency_id = $4
), page as materialized (
select p.*, row_number() over () as readable_place,
       sha256(convert_to(array_to_string(p.readable_fields, ',') || '|' || array_to_string(p.readable_reasons, ','), 'UTF8')) as readable_said
  from (
select i.*, array(select distinct f collate "C" from unnest(g.fields) f order by 1) as readable_fields, array(select distinct r collate "C" from unnest(g.reasons) r order by 1) as readable_reasons
  from me cross join item i
 cross join lateral (
   select i.fields as fields, array['own'] as reasons where i.owner_agency_id = $4 and me.owns
   union all
   select sharing_joined(one.fields), sharing_joined(one.reasons)
     from "case" c
    cross join lateral (
      select case when p.all_fields then i.fields else array(select f from unnest(i.fields) f where f = any (p.fields)) end as fields,
             case when p.on_consent then array['term:' || p.agreement_id || '/' || p.term_id, 'consent:' || k.consent_id] else array['term:' || p.agreement_id || '/' || p.term_id] end as reasons
        from sharing_permission p
        left join sharing_consent_period k on p.on_consent and k.partnership_id = $1 and k.subject_id = i.subject_id and k.purpose = c.purpose
              and k.recipient_agency_id = $4 and k.category = i.category and k.from_at <= $5 and $5 < k.to_at
       where (me.emergencies = '{}' or (c.owner_agency_id = $4 or exists (
      select from circle_entry e where e.partnership_id = $1 and e.case_id = i.case_id and e.agency_id = $4 and e.from_at <= $5 and (e.to_at is null or $5 < e.to_at)
         and (e.user_ids is null or $3 = any (e.user_ids)) offset 0))) and p.partnership_id = $1 and p.recipient_agency_id = $4 and p.owner_agency_id = i.owner_agency_id and p.purpose = c.purpose and p.category = i.category
         and p.from_at <= $5 and $5 < p.to_at and (k.consent_id is not null or not p.on_consent) and (p.all_fields or p.fields && i.fields)
      union all
      select case when d.categories -> i.category = '"*"' then i.fields else array(select f from unnest(i.fields) f where jsonb_exists(d.categories -> i.category, f)) end,
             array['disclosure:' || d.id]
        from disclosure d
       where d.partnership_id = $1 and d.case_id = i.case_id and d.subject_id = i.subject_id and d.owner_agency_id = i.owner_agency_id and d.recipient_agency_id = $4
         and d.authorised_at <= $5 and $5 < d.expires_at and (d.revoked_at is null or $5 < d.revoked_at)
         and (d.categories -> i.category = '"*"' or jsonb_exists_any(d.categories -> i.category, i.fields))
         and case d.kind when 'authorised' then (me.emergencies = '{}' or (c.owner_agency_id = $4 or exists (
      select from circle_entry e where e.partnership_id = $1 and e.case_id = i.case_id and e.agency_id = $4 and e.from_at <= $5 and (e.to_at is null or $5 < e.to_at)
         and (e.user_ids is null or $3 = any (e.user_ids)) offset 0))) and d.authorised_for_agency_id = d.owner_agency_id and (d.user_id is null or d.user_id = $3)
                         when 'emergency' then d.id = any (me.emergencies) end) one
    where i.owner_agency_id <> $4 and me.shares and me.hears and me.trained and c.partnership_id = $1 and c.id = i.case_id and ((c.owner_agency_id = $4 or exists (
      select from circle_entry e where e.partnership_id = $1 and e.case_id = i.case_id and e.agency_id = $4 and e.from_at <= $5 and (e.to_at is null or $5 < e.to_at)
         and (e.user_ids is null or $3 = any (e.user_ids)) offset 0)) or me.emergencies <> '{}')
   having count(*) > 0) g
 where me.active and i.partnership_id = $1 and (i.created_at, i.id) < ($6, $7)
   and i.case_id <> all (me.closed)
   and (i.marking = 'none' or (i.owner_agency_id = $4 and me.keeps) or exists (select from item_reader r where r.partnership_id = $1 and r.item_id = i.id and r.user_id = $3 offset 0))
 order by i.created_at desc, i.id desc limit ${String(SIZE)}) p
), receipts as (
insert into share_receipt (partnership_id, user_id, membership_id, agency_id, owner_agency_id, case_id, subject_id, item_id, item_version, category, action, fields, reasons, said, at, day, rests_on)
select $1, $3, $2, $4, p.owner_agency_id, p.case_id, p.subject_id, p.id, p.version, p.category, 'read', p.readable_fields, p.readable_reasons, p.readable_said,
       $5, ($5::timestamptz at time zone 'Europe/London')::date,
       sharing_rests_on($1, p.id, p.case_id, p.subject_id, p.owner_agency_id, $2, $3, $4, p.readable_reasons)
  from page p
 where p.owner_agency_id <> $4 and not exists (
   select from share_receipt r
    where r.partnership_id = $1 and r.user_id = $3 and r.item_id = p.id and r.item_version = p.version and r.action = 'read'
      and r.day = ($5::timestamptz at time zone 'Europe/London')::date and r.said = p.readable_said)
 order by p.id
on conflict do nothing
)
select * from page order by readable_place`;
