import { withClient } from '../provisioning.js';
import { isOpenTable } from './open-tables.js';

interface FoundTable {
  name: string;
  protected: boolean;
  forced: boolean;
  /** Conditions of the policies that concern the role that asks. */
  conditions: (string | null)[] | null;
  owned: boolean;
  powerful: boolean;
}

const QUERY = `
  select case when n.nspname = 'public' then c.relname::text else n.nspname || '.' || c.relname end as name,
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
 * or the person who asks; each with what is wrong. A service's test calls it and expects none.
 *
 * @param appUrl connection of the role that serves
 */
export async function findUnprotectedTables(appUrl: string): Promise<string[]> {
  const tables = await withClient(appUrl, async (client) => (await client.query<FoundTable>(QUERY)).rows);
  return tables.flatMap((table) => {
    if (table.powerful) return [`${table.name}: the role that serves sees past row-level security`];
    if (table.owned) return [`${table.name}: the role that serves owns it`];
    if (isOpenTable(table.name)) return [];
    if (!table.protected || !table.forced) return [`${table.name}: row-level security is not ${table.protected ? 'forced' : 'enabled'}`];
    const open = (table.conditions ?? []).find((condition) => condition !== null && !/app\.(partnership|user|membership)_id/.test(condition));
    return open === undefined ? [] : [`${table.name}: a policy does not compare the partnership: ${open}`];
  });
}
