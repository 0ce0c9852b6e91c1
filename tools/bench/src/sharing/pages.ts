import { itemPage, sql, type ReaderQuestion } from '@concordat/sharing';
import type { PageReader } from './page-world.js';

/** One page of a list: what it is called to PostgreSQL, its text and values. */
export interface Statement {
  name: string;
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

/** The product's page: the statement of `Sharing.items`, without receipts. */
export function policyPage({ reader, at, before }: PageAsked): Statement {
  const question: ReaderQuestion = { ...reader, action: 'read', at };
  const page = itemPage(question, {
    where: sql`(i.created_at, i.id) < (${before.createdAt.toISOString()}::timestamptz, ${before.id}::uuid)`,
    orderBy: sql`i.created_at desc, i.id desc`,
    limit: SIZE,
  });
  return { name: 'policy', ...page.numbered() };
}

/** The same rows without any policy. */
export function openPage({ reader, before }: PageAsked): Statement {
  return {
    name: 'open',
    text: `select i.* from item i where i.partnership_id = $1 and (i.created_at, i.id) < ($2, $3) order by i.created_at desc, i.id desc limit ${String(SIZE)}`,
    values: [reader.partnershipId, before.createdAt, before.id],
  };
}

/**
 * The best SQL by hand for the same policy, over the same prepared tables: each reader's facts once, the cheap refusals
 * first, the circle asked once an item, and what an agency owns never looked at as if it were shared.
 */
export function pageByHand({ reader, at, before }: PageAsked): Statement {
  return { name: 'by hand', text: BY_HAND, values: [reader.partnershipId, reader.membershipId, reader.userId, reader.agencyId, at, before.createdAt, before.id] };
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
)
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
 order by i.created_at desc, i.id desc limit ${String(SIZE)}`;
