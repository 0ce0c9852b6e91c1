import { Client } from 'pg';
import { z } from 'zod';
import { readIfThere } from '../folder.js';

/** A subject whose key a service destroyed: nothing that was sealed under it may open again. */
const erasure = z.strictObject({ holder: z.string(), subjectId: z.uuid(), at: z.iso.datetime() });

export type Erasure = z.output<typeof erasure>;

/** The erasures that the key store at `url` knows, asked as the server's superuser. */
export async function erasuresOf(url: string): Promise<Erasure[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ holder: string; subject_id: string; destroyed_at: Date }>('select holder, subject_id, destroyed_at from destroyed_key');
    return rows.map((row) => ({ holder: row.holder, subjectId: row.subject_id, at: row.destroyed_at.toISOString() }));
  } finally {
    await client.end();
  }
}

/** Destroys again, in the key store at `url`, what a restored copy brought back. @returns how many keys it had brought back */
export async function eraseAgain(url: string, erasures: readonly Erasure[]): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('begin');
    const gone = [erasures.map(({ holder }) => holder), erasures.map(({ subjectId }) => subjectId), erasures.map(({ at }) => at)];
    const { rowCount } = await client.query(
      `with gone as (select * from unnest($1::text[], $2::uuid[], $3::timestamptz[]) as t (holder, subject_id, at)),
            listed as (insert into destroyed_key (holder, subject_id, destroyed_at) select holder, subject_id, at from gone on conflict do nothing)
       delete from subject_key using gone where subject_key.holder = gone.holder and subject_key.subject_id = gone.subject_id`,
      gone,
    );
    await client.query('commit');
    return rowCount ?? 0;
  } finally {
    await client.end();
  }
}

/** The list beside the databases, a line of JSON for each erasure: what it holds outlives any of them. */
export async function readJournal(file: string): Promise<Erasure[]> {
  const text = (await readIfThere(file)) ?? '';
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => erasure.parse(JSON.parse(line)));
}
