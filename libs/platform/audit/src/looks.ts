import type { Look } from '@concordat/contracts-protocol';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { placeOf, UTC } from './places.js';

export interface LooksQuestion {
  /** Kinds of entries that are left out. */
  butKinds: readonly string[];
  agencyId?: string | undefined;
  userId?: string | undefined;
  after?: string | undefined;
  size: number;
}

interface Row extends Look {
  first: string;
}

/** Who did something to records, by the audit of the service. */
@Injectable()
export class Looks {
  constructor(private readonly database: Database) {}

  /**
   * A page of who did what to any of the records, latest first. One page that somebody opens leaves several entries: what
   * they did in one way within a minute is one look.
   *
   * @throws InvalidInputError for a page that is none
   */
  async at(records: readonly string[], { butKinds, agencyId, userId, after, size }: LooksQuestion): Promise<{ items: Look[]; next: string | null }> {
    const cursor = after === undefined ? null : placeOf(after);
    const rows = await this.database.em.execute<Row[]>(
      `select ${UTC('minute')} as at, user_id as "userId", agency_id as "agencyId", action, kinds, first
         from (select date_trunc('minute', e.at) as minute, e.user_id, e.agency_id, e.action, array_agg(distinct e.kind order by e.kind) as kinds, min(e.id::text)::uuid as first
                 from audit_of_records(?::text[]) e
                where e.kind <> all (?::text[]) ${agencyId === undefined ? '' : 'and e.agency_id = ?'} ${userId === undefined ? '' : 'and e.user_id = ?'}
                group by 1, 2, 3, 4) look
        ${cursor === null ? '' : 'where (minute, first) < (?::timestamptz, ?::uuid)'}
        order by minute desc, first desc limit ?`,
      [
        arrayOf(records), arrayOf(butKinds), ...(agencyId === undefined ? [] : [agencyId]), ...(userId === undefined ? [] : [userId]),
        ...(cursor === null ? [] : [cursor.at, cursor.id]), size + 1,
      ],
    );
    const page = rows.slice(0, size);
    const last = rows.length > size ? page.at(-1) : undefined;
    return { items: page.map(({ first: _first, ...look }) => look), next: last === undefined ? null : `${last.at}~${last.first}` };
  }
}

/** Ids and codes as the text of a PostgreSQL array. */
const arrayOf = (words: readonly string[]): string => `{${words.map((word) => `"${word}"`).join(',')}}`;
