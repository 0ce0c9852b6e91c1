import { randomBytes } from 'node:crypto';
import type { Client } from 'pg';
import { withClient } from '../bench-database.js';
import { Directus } from './directus.js';

export interface CopiedCases {
  /** Of whom the list is asked: it decides what they see. */
  agencyId: string;
  /** Where the cases are, as a superuser. */
  casesUrl: string;
  /** An empty database, as a superuser. */
  copyUrl: string;
  port: number;
}

export interface PeerList {
  /** The list of cases with a filter. */
  url: string;
  authorization: string;
  stop: () => Promise<void>;
}

const TABLES = `
  create table "case" (id uuid primary key, partnership_id uuid not null, reference text not null, forum_code text not null, state text not null, since timestamptz not null,
                       owner_agency_id uuid not null, lead_user_id uuid, nominated_at timestamptz not null);
  create table circle_entry (id uuid primary key, case_id uuid not null references "case", agency_id uuid not null, from_at timestamptz not null, to_at timestamptz);
  create table person (id uuid primary key, case_id uuid not null references "case", owner_agency_id uuid not null, given_name text not null, family_name text not null);`;

const INDEXES = `
  create index on "case" (nominated_at desc, id desc);
  create index on "case" (state);
  create index on circle_entry (case_id, agency_id);
  create index on circle_entry (agency_id);
  create index on person (case_id);
  analyze;`;

const FIELDS = ['id', 'reference', 'forum_code', 'state', 'since', 'owner_agency_id', 'lead_user_id', 'nominated_at'];

/**
 * The same cases, circles and names in Directus, with the same list for the same reader. Its permissions by row and field want
 * a licence since version 12: the fields, and the condition that a permission would join to every question (a case to agencies
 * that are in its circle now), stand in the question itself. It does less than the product: no agreement, purpose or training
 * is asked, names lie open, and nothing is written of who looked.
 */
export async function listInDirectus({ agencyId, casesUrl, copyUrl, port }: CopiedCases): Promise<PeerList> {
  await withClient(casesUrl, (from) => withClient(copyUrl, (to) => copy(from, to)));
  const directus = await Directus.start(copyUrl, port);
  try {
    const token = await allow(directus);
    const query = new URLSearchParams({
      fields: [...FIELDS, 'people.given_name', 'people.family_name'].join(','),
      filter: JSON.stringify({ _and: [{ state: { _eq: 'responding' } }, inCircleOf(agencyId)] }),
      sort: '-nominated_at,-id',
      limit: '25',
    });
    return { url: `${directus.url}/items/case?${query.toString()}`, authorization: `Bearer ${token}`, stop: () => directus.stop() };
  } catch (error) {
    await directus.stop();
    throw error;
  }
}

const ROWS = {
  case: `select id, partnership_id, reference, forum_code, state, since, owner_agency_id, lead_user_id, nominated_at from "case"`,
  circle_entry: 'select id, case_id, agency_id, from_at, to_at from circle_entry',
  // Whose names are sealed there stand here in the open.
  person: `select gen_random_uuid() as id, s.case_id, c.owner_agency_id, 'Given' || row_number() over () as given_name, 'Family' || row_number() over () as family_name
             from case_subject s join "case" c on c.partnership_id = s.partnership_id and c.id = s.case_id`,
};

async function copy(from: Client, to: Client): Promise<void> {
  await to.query(TABLES);
  for (const [table, select] of Object.entries(ROWS)) {
    const { rows } = await from.query<Record<string, unknown>>(select);
    for (let at = 0; at < rows.length; at += 2_000) {
      await to.query(`insert into "${table}" select (jsonb_populate_record(null::"${table}", row)).* from jsonb_array_elements($1::jsonb) as row`, [JSON.stringify(rows.slice(at, at + 2_000))]);
    }
  }
  await to.query(INDEXES);
}

const inCircleOf = (agencyId: string) => ({
  circle: { _some: { _and: [{ agency_id: { _eq: agencyId } }, { from_at: { _lte: '$NOW' } }, { _or: [{ to_at: { _null: true } }, { to_at: { _gt: '$NOW' } }] }] } },
});

/** Somebody who may read the three collections. @returns their token */
async function allow(directus: Directus): Promise<string> {
  for (const [collection, alias] of [['circle_entry', 'circle'], ['person', 'people']] as const) {
    await directus.set('POST', '/fields/case', { field: alias, type: 'alias', meta: { special: ['o2m'] } });
    await directus.set('PATCH', `/relations/${collection}/case_id`, { meta: { many_collection: collection, many_field: 'case_id', one_collection: 'case', one_field: alias } });
  }
  const policy = (await directus.set('POST', '/policies', { name: 'Circle', admin_access: false, app_access: false })).id;
  const role = (await directus.set('POST', '/roles', { name: 'Practitioner' })).id;
  await directus.set('POST', '/access', { role, policy });
  for (const collection of ['case', 'circle_entry', 'person']) await directus.set('POST', '/permissions', { policy, action: 'read', collection, fields: ['*'] });
  const token = randomBytes(16).toString('hex');
  await directus.set('POST', '/users', { email: 'reader@example.org', role, token });
  return token;
}
