import { randomBytes } from 'node:crypto';
import type { Client } from 'pg';
import { withClient } from '../bench-database.js';
import { questionOf, type Asker } from './directus-question.js';
import { Directus } from './directus.js';

export interface CopiedCases {
  /** Where the cases are, as a superuser. */
  casesUrl: string;
  /** An empty database, as a superuser. */
  copyUrl: string;
  port: number;
}

export interface PeerList {
  /** The list of cases with a filter, asked by somebody: that decides what they see. */
  url: (asker: Asker) => string;
  authorization: string;
  stop: () => Promise<void>;
}

/** What the policy asks of, as somebody who builds on Directus would lay it out: what it must compare is reached by keys. */
const TABLES = `
  create table agency (id uuid primary key);
  create table subject (id uuid primary key);
  create table forum (code text primary key, name text not null);
  create table "case" (id uuid primary key, reference text not null, forum_code text not null references forum, purpose text not null, state text not null, since timestamptz not null,
                       owner_agency_id uuid not null references agency, nominating_agency_id uuid not null, lead_user_id uuid, nominated_at timestamptz not null);
  create table circle_entry (id uuid primary key, case_id uuid not null references "case", agency_id uuid not null, from_at timestamptz not null, to_at timestamptz, everybody boolean not null);
  create table circle_person (id uuid primary key, entry_id uuid not null references circle_entry, user_id uuid not null);
  create table closed_case (id uuid primary key, case_id uuid not null references "case", user_id uuid not null);
  create table person (id uuid primary key, case_id uuid not null references "case", subject_id uuid not null references subject, owner_agency_id uuid not null references agency,
                       marking text not null, given_name text not null, family_name text not null);
  create table named_reader (id uuid primary key, person_id uuid not null references person, user_id uuid not null);
  create table permission (id uuid primary key, owner_agency_id uuid not null references agency, recipient_agency_id uuid not null, purpose text not null, category text not null,
                           on_consent boolean not null, from_at timestamptz not null, to_at timestamptz not null);
  create table consent (id uuid primary key, subject_id uuid not null references subject, recipient_agency_id uuid not null, purpose text not null, category text not null,
                        from_at timestamptz not null, to_at timestamptz not null);
  create table disclosed (id uuid primary key, person_id uuid not null references person, recipient_agency_id uuid not null, user_id uuid,
                          authorised_at timestamptz not null, expires_at timestamptz not null, revoked_at timestamptz);`;

const INDEXES = `
  create index on "case" (nominated_at desc, id desc);
  create index on "case" (state, nominated_at desc, id desc);
  create index on circle_entry (case_id, agency_id);
  create index on circle_entry (agency_id);
  create index on circle_person (entry_id);
  create index on closed_case (user_id);
  create index on person (case_id);
  create index on named_reader (user_id);
  create index on permission (recipient_agency_id, purpose, category);
  create index on consent (subject_id, recipient_agency_id);
  create index on disclosed (recipient_agency_id);`;

const ROWS = {
  agency: 'select distinct agency_id as id from agency_projection',
  subject: 'select id from subject',
  forum: 'select distinct on (code) code, name from forum order by code',
  case: 'select id, reference, forum_code, purpose, state, since, owner_agency_id, nominating_agency_id, lead_user_id, nominated_at from "case"',
  circle_entry: 'select id, case_id, agency_id, from_at, to_at, user_ids is null as everybody from circle_entry',
  circle_person: 'select gen_random_uuid() as id, e.id as entry_id, named.user_id from circle_entry e cross join lateral unnest(e.user_ids) as named (user_id)',
  closed_case: `select gen_random_uuid() as id, case_id, user_id from case_exclusion
                 union all select gen_random_uuid(), s.case_id, r.user_id from related_subject r join case_subject s on s.subject_id = r.subject_id
                 union all select gen_random_uuid(), s.case_id, n.user_id from must_not_receive n join case_subject s on s.subject_id = n.subject_id where n.user_id is not null`,
  // Whose names are sealed there stand here in the open.
  person: `select id, case_id, subject_id, owner_agency_id, marking, 'Given' || row_number() over () as given_name, 'Family' || row_number() over () as family_name from item where category = 'identity'`,
  named_reader: `select r.id, r.item_id as person_id, r.user_id from item_reader r join item i on i.id = r.item_id and i.category = 'identity'`,
  permission: 'select gen_random_uuid() as id, owner_agency_id, recipient_agency_id, purpose, category, on_consent, from_at, to_at from sharing_permission',
  consent: 'select gen_random_uuid() as id, subject_id, recipient_agency_id, purpose, category, from_at, to_at from sharing_consent_period',
  disclosed: `select gen_random_uuid() as id, i.id as person_id, d.recipient_agency_id, d.user_id, d.authorised_at, d.expires_at, d.revoked_at
                from disclosure d join item i on i.case_id = d.case_id and i.subject_id = d.subject_id and i.owner_agency_id = d.owner_agency_id and i.category = 'identity'
               where d.kind = 'authorised' and jsonb_exists(d.categories, 'identity')`,
};

/** By which one collection reaches another, and how that is called from there. */
const RELATIONS = [
  { many: 'circle_entry', field: 'case_id', one: 'case', called: 'circle' },
  { many: 'circle_person', field: 'entry_id', one: 'circle_entry', called: 'named' },
  { many: 'closed_case', field: 'case_id', one: 'case', called: 'closed' },
  { many: 'person', field: 'case_id', one: 'case', called: 'people' },
  { many: 'named_reader', field: 'person_id', one: 'person', called: 'readers' },
  { many: 'permission', field: 'owner_agency_id', one: 'agency', called: 'permits' },
  { many: 'consent', field: 'subject_id', one: 'subject', called: 'consents' },
  { many: 'disclosed', field: 'person_id', one: 'person', called: 'disclosures' },
] as const;

/**
 * The same cases, circles, agreements, consents, disclosures and names in Directus, with the same list.
 * Its permissions by row and field want a licence since version 12: the conditions that they would join to every question
 * stand in the question itself ({@link questionOf}). It still does less than the product: no row-level security asks a second
 * time, names lie open, no reason is told, and nothing is written of who looked.
 */
export async function listInDirectus({ casesUrl, copyUrl, port }: CopiedCases): Promise<PeerList> {
  const purposes = await withClient(casesUrl, (from) => withClient(copyUrl, (to) => copy(from, to)));
  const directus = await Directus.start(copyUrl, port);
  try {
    const token = await allow(directus);
    return { url: (asker) => `${directus.url}/items/case?${questionOf(asker, purposes).toString()}`, authorization: `Bearer ${token}`, stop: () => directus.stop() };
  } catch (error) {
    await directus.stop();
    throw error;
  }
}

/** @returns the purposes that cases have */
async function copy(from: Client, to: Client): Promise<string[]> {
  await to.query(TABLES);
  for (const [table, select] of Object.entries(ROWS)) {
    const { rows } = await from.query<Record<string, unknown>>(select);
    for (let at = 0; at < rows.length; at += 2_000) {
      await to.query(`insert into "${table}" select (jsonb_populate_record(null::"${table}", row)).* from jsonb_array_elements($1::jsonb) as row`, [JSON.stringify(rows.slice(at, at + 2_000))]);
    }
  }
  await to.query(INDEXES);
  await to.query('vacuum analyze');
  return (await to.query<{ purpose: string }>('select distinct purpose from "case" order by purpose')).rows.map(({ purpose }) => purpose);
}

/** Somebody who may read the collections. @returns their token */
async function allow(directus: Directus): Promise<string> {
  for (const { many, field, one, called } of RELATIONS) {
    await directus.set('POST', `/fields/${one}`, { field: called, type: 'alias', meta: { special: ['o2m'] } });
    await directus.set('PATCH', `/relations/${many}/${field}`, { meta: { many_collection: many, many_field: field, one_collection: one, one_field: called } });
  }
  const policy = (await directus.set('POST', '/policies', { name: 'Circle', admin_access: false, app_access: false })).id;
  const role = (await directus.set('POST', '/roles', { name: 'Practitioner' })).id;
  await directus.set('POST', '/access', { role, policy });
  for (const collection of Object.keys(ROWS)) await directus.set('POST', '/permissions', { policy, action: 'read', collection, fields: ['*'] });
  const token = randomBytes(16).toString('hex');
  await directus.set('POST', '/users', { email: 'reader@example.org', role, token });
  return token;
}
