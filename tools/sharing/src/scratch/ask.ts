import { instant, itemPage, readableCases, sortedSet, sql, type Action, type ReaderQuestion, type Scenario } from '@concordat/sharing';
import type { Client } from 'pg';
import { Identities } from './identities.js';

// Statements are prepared once a connection: thousands of questions are asked, which differ in their values alone.

/** What one reader may see of a scenario at one time, by item. */
export interface Seen {
  fields: string[];
  reasons: string[];
}

export interface Asking {
  user: string;
  action: Action;
  at: string;
}

interface PageRow {
  id: string;
  readable_fields: string[];
  readable_reasons: string[];
}

function readerQuestion(scenario: Scenario, ids: Identities, { user, action, at }: Asking): ReaderQuestion {
  const agency = scenario.users.find((one) => one.id === user)?.agency ?? '';
  return {
    partnershipId: ids.partnership,
    userId: ids.uuidOf('user', user),
    membershipId: ids.membershipOf(user),
    agencyId: ids.uuidOf('agency', agency),
    action,
    at: new Date(instant(at)),
  };
}

/** Asks with the statement that serves pages of items, over a connection that row-level security does not hold back. */
export async function askByQuery(client: Client, scenario: Scenario, ids: Identities, asking: Asking): Promise<Map<string, Seen>> {
  const question = readerQuestion(scenario, ids, asking);
  // The policy's view of cases looks with its owner's eyes, who sees one partnership at a time.
  await client.query(`select set_config('app.partnership_id', $1, false)`, [question.partnershipId]);
  const page = itemPage(question, { where: sql`true`, orderBy: sql`i.id`, limit: scenario.items.length });
  const { rows } = await client.query<PageRow>({ name: `page of ${String(scenario.items.length)}`, ...page.numbered() });
  return new Map(
    rows.map((row) => [
      ids.original(row.id),
      { fields: sortedSet(row.readable_fields.map((field) => ids.original(field))), reasons: sortedSet(row.readable_reasons.map((reason) => ids.reason(reason))) },
    ]),
  );
}

/** Asks for the cases whose frame may be seen, over the same kind of connection. */
export async function askForCases(client: Client, scenario: Scenario, ids: Identities, asking: Asking): Promise<Set<string>> {
  const question = readerQuestion(scenario, ids, asking);
  const list = sql`select c.id from "case" c where c.partnership_id = ${question.partnershipId}::uuid and ${readableCases(question, 'c')}`;
  const { rows } = await client.query<{ id: string }>({ name: 'cases', ...list.numbered() });
  return originals(ids, rows);
}

/** What row-level security alone shows. */
export interface Shown {
  items: Set<string>;
  cases: Set<string>;
}

/** Asks for everything, over a connection that nothing but row-level security holds back. */
export async function askByRowSecurity(client: Client, scenario: Scenario, ids: Identities, asking: Asking): Promise<Shown> {
  const { partnershipId, userId, membershipId, agencyId, action, at } = readerQuestion(scenario, ids, asking);
  await client.query('begin');
  try {
    await client.query({
      name: 'session',
      text: `select set_config('app.partnership_id', $1, true), set_config('app.user_id', $2, true), set_config('app.membership_id', $3, true),
                    set_config('app.agency_id', $4, true), set_config('app.action', $5, true), set_config('app.at', $6, true)`,
      values: [partnershipId, userId, membershipId, agencyId, action, at.toISOString()],
    });
    const items = await client.query<{ id: string }>({ name: 'all items', text: 'select id from item' });
    const cases = await client.query<{ id: string }>({ name: 'all cases', text: 'select id from "case"' });
    return { items: originals(ids, items.rows), cases: originals(ids, cases.rows) };
  } finally {
    await client.query('rollback');
  }
}

function originals(ids: Identities, rows: readonly { id: string }[]): Set<string> {
  return new Set(rows.map((row) => ids.original(row.id)));
}
