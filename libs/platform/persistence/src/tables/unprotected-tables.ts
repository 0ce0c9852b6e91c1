import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import { withClient } from '../provisioning.js';
import { isOpenTable } from './open-tables.js';

interface FoundTable {
  name: string;
  /** As an identifier of PostgreSQL, with its schema. */
  identifier: string;
  readable: boolean;
  protected: boolean;
  forced: boolean;
  /** Conditions of the policies that concern the role that asks. */
  conditions: (string | null)[] | null;
  owned: boolean;
  powerful: boolean;
}

const QUERY = `
  select case when n.nspname = 'public' then c.relname::text else n.nspname || '.' || c.relname end as name,
         format('%I.%I', n.nspname, c.relname) as identifier, has_table_privilege(c.oid, 'select') as readable,
         c.relrowsecurity as protected, c.relforcerowsecurity as forced,
         pg_has_role(c.relowner, 'usage') as owned,
         (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) as powerful,
         (select array_agg(condition)
            from pg_policy p, lateral (values (pg_get_expr(p.polqual, p.polrelid)), (pg_get_expr(p.polwithcheck, p.polrelid))) as both_sides (condition)
           where p.polrelid = c.oid and p.polpermissive
             and (p.polroles = '{0}' or exists (select from unnest(p.polroles) as role where role <> 0 and pg_has_role(role, 'usage')))) as conditions
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind in ('r', 'p', 'm', 'f') and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\\_%'
   order by 1`;

/**
 * Tables that are neither in the list of open tables nor under forced row-level security that compares the partnership
 * or the person who asks, and tables whose rows show to nobody in particular or to a partnership that does not exist;
 * each with what is wrong. A service's test calls it, best when its tables hold rows, and expects none.
 *
 * @param appUrl connection of the role that serves
 */
export async function findUnprotectedTables(appUrl: string): Promise<string[]> {
  return withClient(appUrl, async (client) => {
    const faults: string[] = [];
    for (const table of (await client.query<FoundTable>(QUERY)).rows) {
      const fault = faultOf(table) ?? (await leakOf(client, table));
      if (fault !== null) faults.push(`${table.name}: ${fault}`);
    }
    return faults;
  });
}

function faultOf(table: FoundTable): string | null {
  if (table.powerful) return 'the role that serves sees past row-level security';
  if (table.owned) return 'the role that serves owns it';
  if (isOpenTable(table.name)) return null;
  if (!table.protected || !table.forced) return `row-level security is not ${table.protected ? 'forced' : 'enabled'}`;
  const open = (table.conditions ?? []).find((condition) => condition !== null && !/app\.(partnership|user|membership)_id/.test(condition));
  return open === undefined ? null : `a policy does not compare the partnership: ${open}`;
}

/** What the declarations do not tell, the rows do. */
async function leakOf(client: Client, table: FoundTable): Promise<string | null> {
  if (isOpenTable(table.name) || !table.readable) return null;
  for (const partnership of ['', randomUUID()]) {
    await client.query('begin');
    await client.query(`select set_config('app.partnership_id', $1, true)`, [partnership]);
    const { rowCount } = await client.query(`select from ${table.identifier} limit 1`);
    await client.query('rollback');
    if (rowCount !== 0) return partnership === '' ? 'its rows show without a partnership' : 'its rows show to any partnership';
  }
  return null;
}
