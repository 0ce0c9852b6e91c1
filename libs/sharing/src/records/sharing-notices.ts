import type { Role, SharingNotice } from '@concordat/contracts-protocol';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { recordCondition } from '../query/conditions.js';
import { sql } from '../query/sql.js';
import { uuids } from '../items/item-reading.js';
import { SharingHost } from './host.js';

export interface SharingAudience {
  agencyIds: readonly string[];
  roles: readonly Role[];
}

/** Tells agencies' people of a record about sharing: only those who may know of it, and never the one who made it. */
@Injectable()
export class SharingNotices {
  constructor(
    private readonly database: Database,
    private readonly host: SharingHost,
  ) {}

  /** @param audience holders of one of the roles in one of the agencies, all of which the record names */
  async tell(kind: SharingNotice, { partnershipId, id }: { partnershipId: string; id: string }, { agencyIds, roles }: SharingAudience): Promise<void> {
    await this.database.em.flush();
    const now = this.database.clock.now().toISOString();
    const reader = sql`sharing_reader(m.partnership_id, m.id, m.user_id, m.agency_id, ${now}::timestamptz, 'read') me`;
    const query = sql`select distinct m.user_id
      from membership_projection m join sharing_case c on c.partnership_id = m.partnership_id and c.id = ${id}::uuid
     where m.partnership_id = ${partnershipId}::uuid and m.active and m.agency_id = any (${uuids(agencyIds)}::uuid[])
       and jsonb_exists_any(m.roles, ${`{${roles.join(',')}}`}::text[])
       and m.user_id is distinct from ${this.database.scope.userId}::uuid
       and ${recordCondition(reader, 'c', sql`${uuids(agencyIds)}::uuid[]`)}
     order by 1`;
    const people = await this.database.em.execute<{ user_id: string }[]>(query.text, [...query.values]);
    if (people.length > 0) await this.host.notify(kind, id, people.map((row) => row.user_id));
  }
}
