import { Database } from '@concordat/platform-persistence';
import { SHARING_ROLES } from '@concordat/contracts-protocol';
import { Injectable } from '@nestjs/common';

/** Who counts cases for themselves, and so gets no published figure that counts the same ones. */
@Injectable()
export class OwnCounts {
  constructor(private readonly database: Database) {}

  /**
   * Whether a user works, by any of their memberships in the partnership, on the cases of an agency that runs a forum or
   * has cases of one. What they may open of these they can count; were they given the published figure too, the
   * difference would be what is hidden from them. To others a difference tells nothing: they are not of every case.
   */
  async has(partnershipId: string, userId: string): Promise<boolean> {
    const [answer] = await this.database.em.execute<{ counts: boolean }[]>(
      `select exists (
         select from membership_projection m
          where m.partnership_id = ? and m.user_id = ? and m.active and jsonb_exists_any(m.roles, ?::text[])
            and (exists (select from forum_projection f where f.partnership_id = m.partnership_id and f.owner_agency_id = m.agency_id)
              or exists (select from case_fact c where c.partnership_id = m.partnership_id and c.owner_agency_id = m.agency_id))) as counts`,
      [partnershipId, userId, `{${SHARING_ROLES.join(',')}}`],
    );
    return answer?.counts === true;
  }
}
