import { isOpenTable } from './open-tables.js';
import { APP_ROLE, quoteName } from './roles.js';

/**
 * The partnership of the session's transaction; after a transaction-local setting the variable is `''`, not null. In
 * brackets as a query of its own, which PostgreSQL answers once a statement; as an expression it would once a row.
 */
export const CURRENT_PARTNERSHIP = `(select nullif(current_setting('app.partnership_id', true), '')::uuid)`;

export interface TableOptions {
  /** Rights of the role that serves; all four unless given. */
  grants?: string;
}

/** Forced row-level security by partnership for a table that has a `partnership_id`. */
export function protectByPartnership(name: string): string[] {
  const table = quoteName(name);
  return [
    `alter table ${table} enable row level security`,
    `alter table ${table} force row level security`,
    `create policy partnership on ${table} using (partnership_id = ${CURRENT_PARTNERSHIP}) with check (partnership_id = ${CURRENT_PARTNERSHIP})`,
  ];
}

/**
 * SQL of a table whose rows belong to a partnership: its id, partnership, version and times, forced row-level
 * security, and the app role's rights. A foreign key to another such table includes the partnership:
 * `foreign key (partnership_id, case_id) references "case" (partnership_id, id)`.
 *
 * @param columns the table's own columns and constraints; instants as `timestamptz(3)`, the precision of a `Date`
 */
export function partnershipTable(name: string, columns: string, options: TableOptions = {}): string[] {
  const table = quoteName(name);
  const own = columns.trim().replace(/,$/, '');
  return [
    `create table ${table} (
      id uuid primary key default uuidv7(),
      partnership_id uuid not null,
      version integer not null default 1,
      created_at timestamptz(3) not null default now(),
      updated_at timestamptz(3) not null default now(),
      unique (partnership_id, id)${own ? `,\n      ${own}` : ''}
    )`,
    ...protectByPartnership(name),
    `grant ${options.grants ?? 'select, insert, update, delete'} on ${table} to ${APP_ROLE}`,
  ];
}

/**
 * SQL of a table without row-level security. Its name must be in the list of exceptions (open-tables.ts).
 *
 * @param grants rights by role, e.g. `{ [APP_ROLE]: 'select, insert', [RELAY_ROLE]: 'select, update' }`
 */
export function openTable(name: string, columns: string, grants: Readonly<Record<string, string>>): string[] {
  if (!isOpenTable(name)) throw new Error(`The table "${name}" is not in the list of open tables: use partnershipTable, or say in open-tables.ts why it may be open`);
  const table = name.split('.').map(quoteName).join('.');
  return [`create table ${table} (${columns})`, ...Object.entries(grants).map(([role, rights]) => `grant ${rights} on ${table} to ${role}`)];
}
