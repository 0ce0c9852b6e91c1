import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import type { Period } from '../periods/period.js';

/** What is counted, one row a fact; medians and means are of the first contacts' amounts (days). */
export const COUNTED = ['nominations', 'cases-managed', 'cases-closed', 'positive-outcomes', 'referrals', 'first-contacts', 'actions-on-time'] as const;
export type Counted = (typeof COUNTED)[number];

export interface Tally {
  count: number;
  sum: number;
  median: number | null;
}

const NOTHING: Tally = { count: 0, sum: 0, median: null };

/** Tallies of several periods, by measure and forum. */
export class Tallies {
  constructor(private readonly byKey: ReadonlyMap<string, Tally>) {}

  /** @param forumCode null for what no forum counts by itself: referrals, actions */
  of(period: number, measure: Counted, forumCode: string | null): Tally {
    return this.byKey.get(tallyKey(period, measure, forumCode)) ?? NOTHING;
  }
}

const tallyKey = (period: number, measure: string, forumCode: string | null): string => `${period} ${measure} ${forumCode ?? ''}`;

/** Adds up what was counted, in the open transaction. */
@Injectable()
export class CaseworkTallies {
  constructor(private readonly database: Database) {}

  /**
   * @param ownerAgencyId counts the cases of this agency's forums, and the referrals and actions of those cases, alone
   */
  async of(partnershipId: string, periods: readonly Period[], ownerAgencyId: string | null): Promise<Tallies> {
    const rows = await this.database.em.execute<{ period: number; measure: Counted; forum_code: string | null; count: number; sum: number; median: number | null }[]>(
      `select p.number as period, k.measure, case when k.measure in ('nominations', 'cases-managed', 'cases-closed', 'positive-outcomes') then c.forum_code end as forum_code,
              count(*)::int as count, sum(k.amount) as sum, percentile_cont(0.5) within group (order by k.amount) as median
         from jsonb_to_recordset(?::jsonb) as p(number int, start date, "end" date)
         join casework_count k on k.counted_from < p."end" and k.counted_to > p.start
         left join case_fact c on c.partnership_id = k.partnership_id and c.id = k.case_id
        where k.partnership_id = ? and (?::uuid is null or c.owner_agency_id = ?::uuid)
        group by 1, 2, 3`,
      [JSON.stringify(periods.map((period, number) => ({ number, ...period }))), partnershipId, ownerAgencyId, ownerAgencyId],
    );
    return new Tallies(new Map(rows.map(({ period, measure, forum_code, ...tally }) => [tallyKey(period, measure, forum_code), tally])));
  }
}
