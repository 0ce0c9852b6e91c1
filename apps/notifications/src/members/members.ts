import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';

/** `unknown`: the registry has not told of the person yet, since events come in any order. */
export type Standing = 'active' | 'ended' | 'unknown';

/** Who still belongs to the partnership. */
@Injectable()
export class Members {
  constructor(private readonly database: Database) {}

  /** In the open transaction. One membership that holds is enough; a closed agency or partnership closes those in it. */
  async standings(partnershipId: string, userIds: readonly string[]): Promise<Map<string, Standing>> {
    const rows = await this.database.em.execute<{ user_id: string; active: boolean }[]>(
      `select m.user_id, bool_or(m.active and coalesce(a.active, true) and coalesce(p.active, true)) as active
         from membership_projection m
         left join agency_projection a on a.partnership_id = m.partnership_id and a.agency_id = m.agency_id
         left join partnership_projection p on p.id = m.partnership_id
        where m.partnership_id = ? and m.user_id = any (array(select jsonb_array_elements_text(?::jsonb))::uuid[])
        group by m.user_id`,
      [partnershipId, JSON.stringify(userIds)],
    );
    const known = new Map(rows.map(({ user_id, active }) => [user_id, active]));
    return new Map(
      userIds.map((userId) => {
        const active = known.get(userId);
        return [userId, active === undefined ? 'unknown' : active ? 'active' : 'ended'];
      }),
    );
  }

  async standing(partnershipId: string, userId: string): Promise<Standing> {
    return (await this.standings(partnershipId, [userId])).get(userId) ?? 'unknown';
  }
}
