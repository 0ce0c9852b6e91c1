import { caseworkPeriods, FORUM_MEASURES, forumRow, OTHER_ROWS, type CaseworkPeriod, type CaseworkRow, type PeopleFigure } from '@concordat/contracts-indicators';
import { SHARING_ROLES } from '@concordat/contracts-protocol';
import { caller } from '@concordat/platform-auth';
import { Database } from '@concordat/platform-persistence';
import { londonDate, name, Sharing, sql, type Sql } from '@concordat/sharing';
import { Injectable } from '@nestjs/common';
import { Forum } from '../forums/forum.entity.js';
import { counted, type Counted } from './counted.js';

interface Tally {
  count: number;
  sum: number;
  median: number;
}

interface TallyRow extends Tally {
  period: number;
  measure: Counted;
  /** null for what no forum counts by itself: referrals, actions. */
  forum_code: string | null;
}

const QUARTERS = 4;

/** What of whose cases a figure counts. */
export interface Figure {
  measure: Counted;
  forum?: string | undefined;
  period: CaseworkPeriod;
}

/** Exact figures of the cases that the caller may open: counted here, where they are, under the sharing policy. */
@Injectable()
export class CaseFigures {
  constructor(
    private readonly database: Database,
    private readonly sharing: Sharing,
  ) {}

  /** @param year the financial year that begins in April of it */
  async rows(year: number): Promise<CaseworkRow[]> {
    const periods = caseworkPeriods(year);
    const tallies = await this.#tallies(periods);
    const forums = await this.#forums(tallies);
    if (forums.length === 0) return [];
    const today = londonDate(this.database.clock.now());
    const cells = (measure: Counted, forum: string | null, figure: (tally: Tally | undefined) => PeopleFigure): Pick<CaseworkRow, 'quarters' | 'year'> => {
      const all = periods.map(({ start }, period): PeopleFigure => {
        // A case that is open today need not be in a period that has not begun.
        if (start > today) return { kind: 'open' };
        return figure(tallies.find((one) => one.period === period && one.measure === measure && one.forum_code === forum));
      });
      return { quarters: all.slice(0, QUARTERS), year: all[QUARTERS] ?? { kind: 'open' } };
    };
    return [
      ...forums.flatMap((forum) => FORUM_MEASURES.map((measure) => ({ ...forumRow(measure, forum), ...cells(measure, forum.code, count) }))),
      { ...OTHER_ROWS.referrals, ...cells('referrals', null, count) },
      { ...OTHER_ROWS['first-contacts'], ...cells('first-contacts', null, count) },
      { ...OTHER_ROWS['days-to-first-contact-median'], ...cells('first-contacts', null, ratio(({ median }) => median * 10)) },
      { ...OTHER_ROWS['days-to-first-contact-mean'], ...cells('first-contacts', null, ratio(({ sum, count: of }) => (sum * 10) / of)) },
      { ...OTHER_ROWS['actions-on-time'], ...cells('actions-on-time', null, ratio(({ sum, count: of }) => (sum * 1000) / of)) },
    ];
  }

  /** The condition that a figure counts something of the case under `alias`; the caller may see the case. */
  behind({ measure, forum, period }: Figure): (alias: string) => Sql {
    const ids = sql`select k.case_id from (${this.#counted(period)}) k where k.measure = ${measure} and (${forum ?? null}::text is null or k.forum_code = ${forum ?? null})`;
    return (alias) => sql`${name(alias)}.id in (${ids})`;
  }

  /** The forums that the caller's agency runs, or ran as these cases came; none for who may open no case. By name. */
  async #forums(tallies: readonly TallyRow[]): Promise<Pick<Forum, 'code' | 'name'>[]> {
    const { partnershipId, agencyId, roles } = caller();
    if (!SHARING_ROLES.some((role) => roles.includes(role))) return [];
    const forums = await this.database.rows(Forum).find({ partnershipId }, { orderBy: [{ active: 'desc' }, { name: 'asc' }, { id: 'asc' }] });
    return forums.filter(({ ownerAgencyId, code }) => ownerAgencyId === agencyId || tallies.some((one) => one.forum_code === code));
  }

  async #tallies(periods: readonly CaseworkPeriod[]): Promise<TallyRow[]> {
    const year = periods[QUARTERS];
    if (year === undefined) return [];
    const { text, values } = sql`
      select p.number as period, k.measure, k.forum_code, count(*)::int as count, sum(k.amount)::int as sum, percentile_cont(0.5) within group (order by k.amount) as median
        from jsonb_to_recordset(${JSON.stringify(periods.map((period, number) => ({ number, ...period })))}::jsonb) as p(number int, start date, "end" date)
        join (${this.#counted(year)}) k on k.first_day < p."end" and k.last_day >= p.start
       group by 1, 2, 3`;
    return this.database.em.execute<TallyRow[]>(text, values);
  }

  #counted(within: CaseworkPeriod): Sql {
    const question = this.sharing.question(caller());
    const { partnershipId, agencyId } = question;
    return counted({ partnershipId, agencyId, within, readableCase: this.sharing.readableCases(question, 'c'), readableItem: this.sharing.readableItems(question, 'i').condition });
  }
}

const count = (tally: Tally | undefined): PeopleFigure => ({ kind: 'value', value: tally?.count ?? 0 });

/** To one decimal place, of what gives tenths; of nothing there is no figure. */
const ratio =
  (tenths: (tally: Tally) => number) =>
  (tally: Tally | undefined): PeopleFigure =>
    tally === undefined ? { kind: 'none' } : { kind: 'value', value: Math.round(tenths(tally)) / 10 };
