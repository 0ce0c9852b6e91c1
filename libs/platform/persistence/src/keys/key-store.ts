import { appendFile } from 'node:fs/promises';
import { Pool } from 'pg';
import { quoteName } from '../tables/roles.js';
import { withClient } from '../provisioning.js';
import { givingUpSilence, SILENT_FOR } from '../silent-servers.js';

/** Destroyed keys that one look takes. */
export const DESTROYED_AT_ONCE = 500;

const SHAPE = `
  create table if not exists subject_key (
    holder text not null default current_user,
    subject_id uuid not null,
    wrapped bytea not null,
    created_at timestamptz(3) not null default now(),
    primary key (holder, subject_id)
  );
  create table if not exists destroyed_key (
    holder text not null default current_user,
    subject_id uuid not null,
    destroyed_at timestamptz(3) not null default now(),
    primary key (holder, subject_id)
  );
  alter table subject_key enable row level security;
  alter table subject_key force row level security;
  alter table destroyed_key enable row level security;
  alter table destroyed_key force row level security;
  drop policy if exists holder on subject_key;
  create policy holder on subject_key using (holder = current_user) with check (holder = current_user);
  drop policy if exists holder on destroyed_key;
  create policy holder on destroyed_key using (holder = current_user) with check (holder = current_user);
`;

/**
 * Brings the key store to its shape, as its owner, and lets one service's role use it; repeat it for each service.
 * A role sees the keys that it made and no other's. The list of destroyed keys can only grow: a key store restored
 * from a backup is made to forget them again from it.
 */
export async function migrateKeyStore(target: { ownerUrl: string; appRole: string; relayRole?: string }): Promise<void> {
  const role = quoteName(target.appRole);
  await withClient(target.ownerUrl, async (client) => {
    await client.query('begin');
    await client.query(`select pg_advisory_xact_lock(hashtext('concordat-migrations'))`);
    await client.query(SHAPE);
    await client.query(`grant select, insert, delete, update (wrapped) on subject_key to ${role}`);
    await client.query(`grant select, insert on destroyed_key to ${role}`);
    await client.query('commit');
  });
}

/** Wrapped keys of subjects, in a database of their own. */
export class KeyStore {
  readonly #pool: Pool;

  readonly #holder: string;

  /** @param journal a file beside the databases, to which every destroyed key is written before it is destroyed */
  constructor(
    url: string,
    private readonly journal: string | null,
    onError: (error: Error) => void,
  ) {
    this.#holder = decodeURIComponent(new URL(url).username);
    this.#pool = new Pool({ connectionString: url, max: 3, idleTimeoutMillis: 10_000, application_name: 'keys', stream: givingUpSilence(SILENT_FOR) });
    // Without a listener the server's closing of an idle connection would end the process.
    this.#pool.on('error', onError);
    this.#pool.on('connect', (client) => client.on('error', () => undefined));
  }

  /** Wrapped keys by subject, in one statement; a subject without a key is missing from the answer. */
  async find(subjectIds: readonly string[]): Promise<Map<string, Buffer>> {
    const { rows } = await this.#pool.query<{ subject_id: string; wrapped: Buffer }>({
      name: 'find-keys',
      text: 'select subject_id, wrapped from subject_key where holder = current_user and subject_id = any($1::uuid[])',
      values: [subjectIds],
    });
    return new Map(rows.map((row) => [row.subject_id, row.wrapped]));
  }

  /** Keeps the key unless the subject has one. @returns false when the subject's key was destroyed: it gets no other */
  async add(subjectId: string, wrapped: Buffer): Promise<boolean> {
    const { rows } = await this.#pool.query<{ destroyed: boolean }>(
      `with gone as (select 1 from destroyed_key where holder = current_user and subject_id = $1),
            made as (insert into subject_key (subject_id, wrapped) select $1, $2 where not exists (select from gone) on conflict do nothing)
       select exists (select from gone) as destroyed`,
      [subjectId, wrapped],
    );
    return rows[0]?.destroyed !== true;
  }

  /** Subjects whose key was destroyed at or after `since`, by id, behind `after`; as many as one look takes. */
  async destroyedSince(since: Date, after: string): Promise<string[]> {
    const { rows } = await this.#pool.query<{ subject_id: string }>({
      name: 'destroyed-since',
      text: `select subject_id from destroyed_key where holder = current_user and destroyed_at >= $1 and subject_id > $2 order by subject_id limit ${String(DESTROYED_AT_ONCE)}`,
      values: [since, after],
    });
    return rows.map((row) => row.subject_id);
  }

  async destroy(subjectId: string): Promise<void> {
    if (this.journal !== null) await appendFile(this.journal, `${JSON.stringify({ holder: this.#holder, subjectId, at: new Date().toISOString() })}\n`, { mode: 0o600, flush: true });
    await this.#pool.query(
      `with gone as (delete from subject_key where holder = current_user and subject_id = $1)
       insert into destroyed_key (subject_id) values ($1) on conflict do nothing`,
      [subjectId],
    );
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }
}
