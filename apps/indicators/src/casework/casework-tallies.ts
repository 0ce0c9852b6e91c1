import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import type { Period } from '../periods/period.js';

/** What is counted, one row a fact; medians and means are of the first contacts' amounts (days). */
export const COUNTED = ['nominations', 'cases-managed', 'cases-closed', 'positive-outcomes', 'referrals', 'first-contacts', 'actions-on-time'] as const;
export type Counted = (typeof COUNTED)[number];

/** A tally with what it is of; how it is kept once it is published. */
export interface TallyRow extends Tally {
  measure: Counted;
  /** null for what no forum counts by itself: referrals, actions. */
  forumCode: string | null;
}

export interface Tally {
  count: number;
  sum: number;
  median: number | null;
}

const NOTHING: Tally = { count: 0, sum: 0, median: null };

/** Tallies of several periods, by measure and forum. */
export class Tallies {
  private readonly byKey: ReadonlyMap<string, Tally>;

  /** @param periods the rows of each period, in the order of the periods */
  constructor(private readonly periods: readonly (readonly TallyRow[])[]) {
    this.byKey = new Map(periods.flatMap((rows, period) => rows.map(({ measure, forumCode, ...tally }) => [tallyKey(period, measure, forumCode), tally] as const)));
  }

  /** Everything that was tallied of a period. */
  rows(period: number): readonly TallyRow[] {
    return this.periods[period] ?? [];
  }

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

  async of(partnershipId: string, periods: readonly Period[]): Promise<Tallies> {
    const rows = await this.database.em.execute<{ period: number; measure: Counted; forum_code: string | null; count: number; sum: number; median: number | null }[]>(
      `select p.number as period, k.measure, case when k.measure in ('nominations', 'cases-managed', 'cases-closed', 'positive-outcomes') then c.forum_code end as forum_code,
              count(*)::int as count, sum(k.amount) as sum, percentile_cont(0.5) within group (order by k.amount) as median
         from jsonb_to_recordset(?::jsonb) as p(number int, start date, "end" date)
         join casework_count k on k.counted_from < p."end" and k.counted_to > p.start
         left join case_fact c on c.partnership_id = k.partnership_id and c.id = k.case_id
        where k.partnership_id = ?
        group by 1, 2, 3`,
      [JSON.stringify(periods.map((period, number) => ({ number, ...period }))), partnershipId],
    );
    const ofPeriods: TallyRow[][] = periods.map(() => []);
    for (const { period, measure, forum_code: forumCode, count, sum, median } of rows) ofPeriods[period]?.push({ measure, forumCode, count, sum, median });
    return new Tallies(ofPeriods);
  }
}
