import { instant, sortedSet, type Action, type Scenario } from '@concordat/sharing';
import type { Client } from 'pg';
import { Identities } from './identities.js';

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

/** So many askings go in one statement. */
const AT_ONCE = 500;

/** Asks with the statement that serves pages of items, over a connection that row-level security does not hold back. In the order of the askings. */
export async function askByQuery(client: Client, scenario: Scenario, ids: Identities, askings: readonly Asking[]): Promise<Map<string, Seen>[]> {
  const answers = askings.map(() => new Map<string, Seen>());
  await inBatches<{ asked: number; item: string; seen_fields: string[]; seen_reasons: string[] }>(client, 'scratch_pages', records(scenario, ids, askings), (row) => {
    answers[row.asked]?.set(ids.original(row.item), {
      fields: sortedSet(row.seen_fields.map((field) => ids.original(field))),
      reasons: sortedSet(row.seen_reasons.map((reason) => ids.reason(reason))),
    });
  });
  return answers;
}

/** Asks for the cases whose frame may be seen, over the same kind of connection. */
export async function askForCases(client: Client, scenario: Scenario, ids: Identities, askings: readonly Asking[]): Promise<Set<string>[]> {
  const answers = askings.map(() => new Set<string>());
  await inBatches<{ asked: number; shown: string }>(client, 'scratch_cases', records(scenario, ids, askings), ({ asked, shown }) => answers[asked]?.add(ids.original(shown)));
  return answers;
}

/** What row-level security alone shows. */
export interface Shown {
  items: Set<string>;
  cases: Set<string>;
  /** Of each case that is counted: how often, and how often as one of the reader's agency. */
  counted: Map<string, string>;
}

/** Asks for everything, over a connection that nothing but row-level security holds back. */
export async function askByRowSecurity(client: Client, scenario: Scenario, ids: Identities, askings: readonly Asking[]): Promise<Shown[]> {
  const answers = askings.map((): Shown => ({ items: new Set(), cases: new Set(), counted: new Map() }));
  await inBatches<{ asked: number; kind: string; shown: string }>(client, 'scratch_everything', records(scenario, ids, askings), ({ asked, kind, shown }) => {
    const id = ids.original(shown);
    if (kind === 'item') answers[asked]?.items.add(id);
    else if (kind === 'case') answers[asked]?.cases.add(id);
    else answers[asked]?.counted.set(id, kind);
  });
  return answers;
}

/** The session's settings of each asking, with its place among them. */
function records(scenario: Scenario, ids: Identities, askings: readonly Asking[]): object[] {
  const agencyOf = new Map(scenario.users.map(({ id, agency }) => [id, agency]));
  return askings.map(({ user, action, at }, number) => ({
    number, action, at: new Date(instant(at)).toISOString(), partnership_id: ids.partnership, user_id: ids.uuidOf('user', user), membership_id: ids.membershipOf(user),
    agency_id: ids.uuidOf('agency', agencyOf.get(user) ?? ''),
  }));
}

async function inBatches<Row extends object>(client: Client, asker: string, asked: readonly object[], take: (row: Row) => void): Promise<void> {
  for (let from = 0; from < asked.length; from += AT_ONCE) {
    const { rows } = await client.query<Row>({ name: asker, text: `select * from ${asker}($1)`, values: [JSON.stringify(asked.slice(from, from + AT_ONCE))] });
    rows.forEach(take);
  }
}
