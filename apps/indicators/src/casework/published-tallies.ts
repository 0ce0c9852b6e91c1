import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { isSamePeriod, type Period } from '../periods/period.js';
import { CaseworkTallies, Tallies, type TallyRow } from './casework-tallies.js';

/**
 * What is published of periods that have ended. The first reading after a period's end fixes it: a case that is
 * backdated, reopened or erased later changes nothing, since whoever watched the figure would learn of one person.
 */
@Injectable()
export class PublishedTallies {
  constructor(
    private readonly database: Database,
    private readonly tallies: CaseworkTallies,
  ) {}

  /**
   * Tallies of `periods`; nothing of one that has not ended. In the open transaction.
   *
   * @param today date in Europe/London
   */
  async of(partnershipId: string, periods: readonly Period[], today: string): Promise<Tallies> {
    const ended = periods.filter((period) => period.end <= today);
    if (ended.length === 0) return new Tallies([]);
    const before = await this.kept(partnershipId, ended);
    const missing = ended.filter((period) => !before.some((one) => isSamePeriod(one.period, period)));
    if (missing.length > 0) await this.publish(partnershipId, missing);
    // Another reader may have been first: what stands in the table is what is published.
    const kept = missing.length === 0 ? before : await this.kept(partnershipId, ended);
    return new Tallies(periods.map((period) => kept.find((one) => isSamePeriod(one.period, period))?.tallies ?? []));
  }

  private async publish(partnershipId: string, periods: readonly Period[]): Promise<void> {
    const counted = await this.tallies.of(partnershipId, periods);
    for (const [index, { start, end }] of periods.entries()) {
      await this.database.em.execute(
        `insert into published_period (partnership_id, starts_on, ends_on, tallies) values (?, ?::date, ?::date, ?::jsonb)
         on conflict (partnership_id, starts_on, ends_on) do nothing`,
        [partnershipId, start, end, JSON.stringify(counted.rows(index))],
        'run',
      );
    }
  }

  private async kept(partnershipId: string, periods: readonly Period[]): Promise<{ period: Period; tallies: TallyRow[] }[]> {
    const rows = await this.database.em.execute<{ start: string; end: string; tallies: TallyRow[] }[]>(
      `select p.starts_on::text as start, p.ends_on::text as "end", p.tallies
         from published_period p
         join jsonb_to_recordset(?::jsonb) as asked(start date, "end" date) on asked.start = p.starts_on and asked."end" = p.ends_on
        where p.partnership_id = ?`,
      [JSON.stringify(periods), partnershipId],
    );
    return rows.map(({ start, end, tallies }) => ({ period: { start, end }, tallies }));
  }
}
