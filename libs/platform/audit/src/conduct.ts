import type { Deed } from '@concordat/contracts-protocol';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { placeOf, UTC } from './places.js';

interface Row extends Omit<Deed, 'at'> {
  id: string;
  at: string;
}

/** What somebody did, by the audit of the service. */
@Injectable()
export class Conduct {
  constructor(private readonly database: Database) {}

  /** A page of what the person did for the agency of the open transaction's scope, latest first. */
  async of(userId: string, { after, size }: { after?: string | undefined; size: number }): Promise<{ items: Deed[]; next: string | null }> {
    const { em, scope } = this.database;
    const cursor = after === undefined ? null : placeOf(after);
    const rows = await em.execute<Row[]>(
      `select id, ${UTC('at')} as at, membership_id as "membershipId", action, kind, cardinality(ids) as records, trace
         from audit_entry
        where partnership_id = ? and agency_id = ? and user_id = ? ${cursor === null ? '' : 'and (audit_entry.at, id) < (?::timestamptz, ?::uuid)'}
        order by audit_entry.at desc, id desc limit ?`,
      [scope.partnershipId, scope.agencyId, userId, ...(cursor === null ? [] : [cursor.at, cursor.id]), size + 1],
    );
    const page = rows.slice(0, size);
    const last = rows.length > size ? page.at(-1) : undefined;
    return { items: page.map(({ id: _id, ...deed }) => deed), next: last === undefined ? null : `${last.at}~${last.id}` };
  }
}
