import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import type { Referral } from './referral.entity.js';

/** Who of the service's agency can work with a person. */
@Injectable()
export class Workers {
  constructor(private readonly database: Database) {}

  /** Those with a sharing role, less whoever has a conflict of interest or must never learn of the person. */
  async of({ partnershipId, ownerAgencyId, id }: Pick<Referral, 'partnershipId' | 'ownerAgencyId' | 'id'>): Promise<string[]> {
    const now = this.database.clock.now();
    const rows = await this.database.em.execute<{ user_id: string }[]>(
      `select distinct m.user_id from membership_projection m
        where m.partnership_id = ? and m.agency_id = ? and m.active and jsonb_exists_any(m.roles, array['practitioner', 'coordinator', 'manager'])
          and not exists (select from related_subject r join case_subject s on s.partnership_id = r.partnership_id and s.subject_id = r.subject_id
                           where r.partnership_id = m.partnership_id and r.user_id = m.user_id and s.case_id = ?)
          and not exists (select from must_not_receive n join case_subject s on s.partnership_id = n.partnership_id and s.subject_id = n.subject_id
                           where n.partnership_id = m.partnership_id and n.user_id = m.user_id and s.case_id = ?
                             and n.from_at <= ? and (n.to_at is null or ? < n.to_at))
        order by m.user_id`,
      [partnershipId, ownerAgencyId, id, id, now, now],
    );
    return rows.map((row) => row.user_id);
  }
}
