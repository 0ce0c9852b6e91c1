import type { Client } from 'pg';

export interface PageWorld {
  partnerships: number;
  cases: number;
  items: number;
}

/** A reader of the benchmark's world. */
export interface PageReader {
  partnershipId: string;
  agencyId: string;
  userId: string;
  membershipId: string;
}

const AGENCIES = 12;
const USERS = 3;

/** Ids that say what they are of: kind, partnership and number. */
const idsAsText = `create function pg_temp.u(kind int, partnership int, n bigint) returns uuid language sql immutable
  return ('00000000-' || lpad(to_hex(kind), 4, '0') || '-7000-8' || lpad(to_hex(partnership), 3, '0') || '-' || lpad(to_hex(n), 12, '0'))::uuid`;
export const idOf = (kind: number, partnership: number, n: number): string =>
  `00000000-${kind.toString(16).padStart(4, '0')}-7000-8${partnership.toString(16).padStart(3, '0')}-${n.toString(16).padStart(12, '0')}`;

/** The world's readers: users of agencies that own, share and are given; as many as asked for. */
export function readersOf({ partnerships }: PageWorld, count: number): PageReader[] {
  return Array.from({ length: count }, (_, k) => {
    const [partnership, agency, user] = [k % partnerships, (k * 5) % AGENCIES, k % USERS];
    const number = agency * USERS + user;
    return { partnershipId: idOf(1, partnership, 0), agencyId: idOf(2, partnership, agency), userId: idOf(3, partnership, number), membershipId: idOf(4, partnership, number) };
  });
}

/**
 * Fills a scratch database: in each partnership 12 agencies of three people, three agreements, and cases of one person
 * with a circle of four agencies and ten items each. A quarter of the people consented, one case in 20 has a disclosure,
 * one item in 50 is marked; there are exclusions, conflicts and a register. The triggers of the product prepare what they prepare.
 */
export async function fillPageWorld(client: Client, { partnerships, cases, items }: PageWorld, say: (line: string) => void): Promise<void> {
  const statements = [
    idsAsText,
    `insert into partnership_projection (id, version, name, districts, active) select pg_temp.u(1, p, 0), 1, 'Partnership', '[]', true from generate_series(0, ${String(partnerships - 1)}) p`,
    ...Array.from({ length: partnerships }, (_, p) => partnership(p, Math.floor(cases / partnerships), items / cases)).flat(),
    'create index item_recent on item (partnership_id, created_at desc, id desc)',
    'create index item_of_case on item (partnership_id, case_id, created_at, id)',
    'vacuum analyze',
  ];
  for (const [done, statement] of statements.entries()) {
    await client.query(statement);
    if (done % 60 === 0) say(`  filling: ${String(done)} of ${String(statements.length)} statements`);
  }
}

function partnership(p: number, cases: number, itemsOfCase: number): string[] {
  const at = String(p);
  const all = `generate_series(0, ${String(cases - 1)}) n`;
  const agency = (n: string): string => `pg_temp.u(2, ${at}, (${n}) % ${String(AGENCIES)})`;
  const own = `pg_temp.u(1, ${at}, 0)`;
  return [
    `insert into agency_projection (id, partnership_id, agency_id, name, kind, emergency_access, active)
     select ${agency('n')}, ${own}, ${agency('n')}, 'Agency', 'agency', n % 3 > 0, true from generate_series(0, ${String(AGENCIES - 1)}) n`,
    `insert into membership_projection (id, partnership_id, user_id, agency_id, roles, active, training_valid_to)
     select pg_temp.u(4, ${at}, n), ${own}, pg_temp.u(3, ${at}, n), ${agency(`n / ${String(USERS)}`)}, '["practitioner"]', true, '2199-01-01' from generate_series(0, ${String(AGENCIES * USERS - 1)}) n`,
    `insert into subject (id, partnership_id, kind, sixteenth_birthday, eighteenth_birthday) select pg_temp.u(5, ${at}, n), ${own}, 'person', date '2024-01-01' + (n % 1500)::int, date '2026-01-01' + (n % 1500)::int from ${all}`,
    `insert into "case" (id, partnership_id, purpose, owner_agency_id) select pg_temp.u(6, ${at}, n), ${own}, 'purpose-' || n % 4, ${agency('n')} from ${all}`,
    `insert into case_subject (partnership_id, case_id, subject_id) select ${own}, pg_temp.u(6, ${at}, n), pg_temp.u(5, ${at}, n) from ${all}`,
    `insert into circle_entry (partnership_id, case_id, agency_id, from_at, to_at) select ${own}, pg_temp.u(6, ${at}, n), ${agency('n + step')}, '2026-01-01', case when n % 9 = 0 then timestamptz '2026-06-01' end
       from ${all} cross join unnest(array[1, 5, 7]) step`,
    `insert into item (id, partnership_id, created_at, case_id, subject_id, owner_agency_id, category, fields, marking)
     select pg_temp.u(7, ${at}, n * 64 + j), ${own}, timestamptz '2026-01-01' + ((n * 7919 + j * 104729) % 26000000) * interval '1 second', pg_temp.u(6, ${at}, n), pg_temp.u(5, ${at}, n), ${agency('n + (array[0, 1, 5, 7])[1 + j % 4]')},
            (array['identity', 'education', 'behaviour', 'health', 'offending', 'housing', 'safeguarding', 'family'])[1 + (n + j) % 8],
            (array['{a,b,c}', '{a}', '{b,c,d}'])[1 + j % 3]::text[], case when (n * 13 + j) % 50 = 0 then 'victim-safety' else 'none' end
       from ${all} cross join generate_series(0, ${String(itemsOfCase - 1)}) j`,
    `insert into item_reader (partnership_id, item_id, user_id) select partnership_id, id, pg_temp.u(3, ${at}, 1) from item where partnership_id = ${own} and marking = 'victim-safety'`,
    `insert into case_exclusion (partnership_id, case_id, user_id) select ${own}, pg_temp.u(6, ${at}, n), pg_temp.u(3, ${at}, n % ${String(AGENCIES * USERS)}) from ${all} where n % 200 = 0`,
    `insert into related_subject (partnership_id, user_id, subject_id) select ${own}, pg_temp.u(3, ${at}, n % ${String(AGENCIES * USERS)}), pg_temp.u(5, ${at}, n) from ${all} where n % 500 = 0`,
    `insert into must_not_receive (partnership_id, subject_id, agency_id, from_at) select ${own}, pg_temp.u(5, ${at}, n), ${agency('n + 1')}, '2026-01-01' from ${all} where n % 100 = 0`,
    `insert into consent (partnership_id, subject_id, purpose, recipient_agency_ids, categories, decision, given_by, competent, recorded_at, withdrawn_at)
     select ${own}, pg_temp.u(5, ${at}, n), 'purpose-' || n % 4, array(select ${agency('n + step')} from unnest(array[0, 1, 5, 7]) step), '{behaviour,health,offending}', 'given', 'subject', true, '2026-02-01',
            case when n % 40 = 0 then timestamptz '2026-03-01' end from ${all} where n % 4 = 0`,
    `insert into disclosure (partnership_id, kind, case_id, subject_id, owner_agency_id, recipient_agency_id, categories, gateway, exportable, authorised_by_user_id, authorised_for_agency_id, authorised_at, expires_at)
     select ${own}, 'authorised', pg_temp.u(6, ${at}, n), pg_temp.u(5, ${at}, n), ${agency('n')}, ${agency('n + 5')}, '{"housing": "*", "health": ["a", "b"]}', 'court-order', true, pg_temp.u(3, ${at}, 0), ${agency('n')}, '2026-01-05', '2199-01-01'
       from ${all} where n % 20 = 0`,
    `insert into agreement_projection (id, partnership_id, name, status, valid_from, valid_to, signatures, terms)
     select pg_temp.u(8, ${at}, n), ${own}, 'Agreement', 'active', '2026-01-01', '2199-01-01',
            (select jsonb_agg(jsonb_build_object('agencyId', ${agency('a')}, 'on', '2026-01-01', 'withdrawnOn', null)) from generate_series(n * 3, n * 3 + 7) a),
            (select jsonb_agg(jsonb_build_object('id', pg_temp.u(9, ${at}, n * 8 + k), 'number', k + 1, 'purpose', 'purpose-' || k % 4, 'from', '*', 'to', '*', 'export', k % 2 = 0, 'gateway', null,
                     'basis', case when k < 4 then 'public-task' else 'consent' end,
                     'categories', case when k < 4 then '{"identity": ["a", "b"], "education": "*", "safeguarding": ["c"]}'::jsonb else '{"behaviour": "*", "health": ["a"], "offending": ["a", "d"]}'::jsonb end)) from generate_series(0, 7) k)
       from generate_series(0, 2) n`,
  ];
}
