import { APP_ROLE, protectByPartnership, quoteName } from '@concordat/platform-persistence';

/** What of a table the policy looks at, and by which id its rows are found. */
export interface RememberedTable {
  table: string;
  columns: readonly string[];
  /** The column that says what a row is about: how the rows that bear on an item are found. Null: by its own id. */
  about: string | null;
  /** Keeps every version, also those that changed nothing which the policy compares. */
  everyVersion?: boolean;
}

/** Every table that decides what may be read. A policy that looks at one more finds it missing in its first replay. */
export const REMEMBERED: readonly RememberedTable[] = [
  { table: 'item', about: 'case_id', columns: ['case_id', 'subject_id', 'owner_agency_id', 'category', 'fields', 'marking'], everyVersion: true },
  { table: 'case', about: null, columns: ['purpose', 'owner_agency_id'] },
  { table: 'case_subject', about: 'case_id', columns: ['subject_id'] },
  { table: 'subject', about: null, columns: ['kind', 'sixteenth_birthday', 'eighteenth_birthday'] },
  { table: 'circle_entry', about: 'case_id', columns: ['agency_id', 'from_at', 'to_at', 'user_ids'] },
  { table: 'item_reader', about: 'item_id', columns: ['user_id'] },
  { table: 'case_exclusion', about: 'case_id', columns: ['user_id'] },
  { table: 'related_subject', about: 'user_id', columns: ['subject_id'] },
  { table: 'must_not_receive', about: 'subject_id', columns: ['user_id', 'agency_id', 'from_at', 'to_at'] },
  {
    table: 'consent',
    about: 'subject_id',
    columns: [
      'purpose', 'recipient_agency_ids', 'categories', 'decision', 'given_by', 'competent', 'recorded_at', 'withdrawn_at', 'expires_at', 'invalidated_at',
    ],
  },
  {
    table: 'disclosure',
    about: 'case_id',
    columns: [
      'kind', 'subject_id', 'owner_agency_id', 'recipient_agency_id', 'user_id', 'categories', 'gateway', 'exportable', 'authorised_by_user_id',
      'authorised_for_agency_id', 'authorised_at', 'expires_at', 'revoked_at',
    ],
  },
  { table: 'agreement_projection', about: null, columns: ['status', 'valid_from', 'valid_to', 'signatures', 'terms'] },
  { table: 'membership_projection', about: 'user_id', columns: ['user_id', 'agency_id', 'roles', 'active', 'training_valid_to'] },
  { table: 'agency_projection', about: 'agency_id', columns: ['agency_id', 'active', 'emergency_access'] },
  { table: 'partnership_projection', about: null, columns: ['active'] },
];

/**
 * Every version of what the policy looks at, with the transaction that wrote it and the one that ended it, so that what
 * a statement saw can be put together again: by its snapshot, to the row, and not by comparing clocks.
 */
const table = [
  `create table sharing_history (
     partnership_id uuid not null,
     kind text not null,
     row_id uuid not null,
     row_version integer not null,
     about uuid,
     was jsonb not null,
     since timestamptz not null default clock_timestamp(),
     since_xid xid8 not null default pg_current_xact_id(),
     until timestamptz,
     until_xid xid8
   )`,
  'create index sharing_history_of_row on sharing_history (partnership_id, kind, row_id)',
  'create index sharing_history_about on sharing_history (partnership_id, kind, about)',
  ...protectByPartnership('sharing_history'),
  // Versions are added and ended by the triggers below; what a version was is never changed.
  `grant select, insert, update (until, until_xid) on sharing_history to ${APP_ROLE}`,
];

/**
 * Whether a transaction that wrote at `written` is among those that a statement saw: by the statement's snapshot. An hour
 * or more apart the times tell, since no transaction lasts so long; so a database that was restored, whose transactions
 * are counted anew, still answers for what was before.
 */
const seen = `
create function sharing_saw(snapshot pg_snapshot, own xid8, at timestamptz, writer xid8, written timestamptz) returns boolean language sql immutable
return case
  when writer is null then false
  when written < at - interval '1 hour' then true
  when written > at + interval '1 hour' then false
  when writer = own then written < at
  else pg_visible_in_snapshot(writer, snapshot) end`;

/** Tables of the registry’s projection hold a partnership as a row of its own. */
const partnershipOf = (name: string, row: string): string => (name === 'partnership_projection' ? `${row}.id` : `${row}.partnership_id`);

function remember({ table: name, columns, about, everyVersion = false }: RememberedTable): string[] {
  const wasOf = (row: string): string => `jsonb_build_object(${columns.map((column) => `'${column}', ${row}.${column}`).join(', ')})`;
  const insert = (from: string, row: string): string =>
    `insert into sharing_history (partnership_id, kind, row_id, row_version, about, was)
     select ${partnershipOf(name, row)}, '${name}', ${row}.id, ${row}.version, ${about === null ? 'null' : `${row}.${about}`}, ${wasOf(row)}${from}`;
  return [
    `create function sharing_remember_${name}() returns trigger language plpgsql as $$
     begin
       if tg_op = 'UPDATE' then
         ${everyVersion ? '' : `if ${wasOf('new')} is not distinct from ${wasOf('old')} then return null; end if;`}
       end if;
       if tg_op <> 'INSERT' then
         update sharing_history set until = clock_timestamp(), until_xid = pg_current_xact_id()
          where partnership_id = ${partnershipOf(name, 'old')} and kind = '${name}' and row_id = old.id and until is null;
       end if;
       if tg_op <> 'DELETE' then
         ${insert('', 'new')};
       end if;
       return null;
     end $$`,
    `create trigger remember after insert or update or delete on ${quoteName(name)} for each row execute function sharing_remember_${name}()`,
    // What an installed copy holds already; its owner is held by forced row-level security as anybody.
    ...withoutForce(name, insert(` from ${quoteName(name)} held`, 'held')),
  ];
}

/** Tables without row-level security (the partnerships) are read as they are. */
function withoutForce(name: string, statement: string): string[] {
  const forced = [...(name === 'partnership_projection' ? [] : [name]), 'sharing_history'].map(quoteName);
  return [
    ...forced.map((one) => `alter table ${one} no force row level security`),
    statement,
    ...forced.map((one) => `alter table ${one} force row level security`),
  ];
}

/** For a migration that runs once the service has its own tables. */
export const policyHistory = (): string[] => [...table, seen, ...REMEMBERED.flatMap(remember)];
