import type { TestDatabase } from './database.js';

/** The policies and functions that a database holds, as PostgreSQL writes them out, in order. */
export async function definitionsIn(database: TestDatabase): Promise<string[]> {
  const rows = await database.query<{ definition: string }>(`
    select format('create policy %s on %s as %s for %s to %s using (%s) with check (%s)', policyname, tablename, permissive, cmd, array_to_string(roles, ', '), qual, with_check) as definition
      from pg_policies where schemaname = 'public'
    union all
    select pg_get_functiondef(p.oid) from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prokind = 'f'
      and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
    order by 1`);
  return rows.map(({ definition }) => definition);
}
