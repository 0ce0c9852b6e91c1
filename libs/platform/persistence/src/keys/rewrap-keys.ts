import { Client } from 'pg';
import { RootKeys } from './root-keys.js';

const PAGE = 500;

/**
 * Wraps every subject's key of one service by the present root key. Processes that open both go on beside it; it may be
 * stopped and begun again.
 *
 * @param url of the service's role in the key store
 * @returns how many keys were wrapped anew
 * @throws SealBrokenError when a key opens under none of the root keys
 */
export async function rewrapKeys(url: string, rootKeys: RootKeys): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    let count = 0;
    let after = '00000000-0000-0000-0000-000000000000';
    for (;;) {
      const { rows } = await client.query<{ subject_id: string; wrapped: Buffer }>(
        `select subject_id, wrapped from subject_key where holder = current_user and subject_id > $1 order by subject_id limit ${PAGE}`,
        [after],
      );
      for (const { subject_id: id, wrapped } of rows) {
        const { key, isPresent } = rootKeys.unwrap(id, wrapped);
        if (isPresent) continue;
        const { rowCount } = await client.query('update subject_key set wrapped = $3 where holder = current_user and subject_id = $1 and wrapped = $2', [id, wrapped, rootKeys.wrap(id, key)]);
        count += rowCount ?? 0;
      }
      const last = rows.at(-1);
      if (last === undefined || rows.length < PAGE) return count;
      after = last.subject_id;
    }
  } finally {
    await client.end();
  }
}
