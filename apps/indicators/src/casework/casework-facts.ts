import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';

/** The day, where people live, of an instant. */
const day = (column: string): string => `(${column} at time zone 'Europe/London')::date`;

const INSERT = 'insert into casework_count (partnership_id, measure, source_id, case_id, counted_from, counted_to, amount)';

/*
 * What each fact counts for: a day (counted_to is the day after), or for a case that is managed the days on which it was.
 * The same statements count one fact when an event brings it, and all of them when the figures are rebuilt.
 */
const CASES = `${INSERT}
  select f.partnership_id, m.measure, f.id, f.id, m.first_day, m.last_day + 1, 1
    from case_fact f cross join lateral (values
      ('nominations', ${day('f.nominated_at')}, ${day('f.nominated_at')}),
      ('cases-managed', ${day('f.accepted_at')}, greatest(coalesce(${day('f.closed_at')}, 'infinity'::date), ${day('f.accepted_at')})),
      ('cases-closed', ${day('f.closed_at')}, ${day('f.closed_at')}),
      ('positive-outcomes', case when f.positive then ${day('f.closed_at')} end, ${day('f.closed_at')})
    ) as m(measure, first_day, last_day)
   where f.partnership_id = $1 and m.first_day is not null`;

const REFERRALS = `${INSERT}
  select f.partnership_id, m.measure, f.id, f.case_id, m.on_day, m.on_day + 1, m.amount
    from referral_fact f cross join lateral (values
      ('referrals', ${day('f.requested_at')}, 1),
      ('first-contacts', ${day('f.first_contact_at')}, greatest(${day('f.first_contact_at')} - ${day('f.requested_at')}, 0))
    ) as m(measure, on_day, amount)
   where f.partnership_id = $1 and m.on_day is not null`;

const ACTIONS = `${INSERT}
  select f.partnership_id, 'actions-on-time', f.id, f.case_id, ${day('f.finished_at')}, ${day('f.finished_at')} + 1,
         case when ${day('f.finished_at')} <= f.due then 1 else 0 end
    from action_fact f
   where f.partnership_id = $1 and f.state = 'done' and f.finished_at is not null`;

const COUNTS = { case: CASES, referral: REFERRALS, action: ACTIONS } as const;
export type FactKind = keyof typeof COUNTS;

/** How many facts were counted again, and whether that changed any figure. */
export interface Rebuilt {
  facts: number;
  counts: number;
  same: boolean;
}

/** Counts what casework told, from the stored facts alone. In the open transaction. */
@Injectable()
export class CaseworkFacts {
  constructor(private readonly database: Database) {}

  /** Counts one fact, in place of what it counted for before. */
  async count(partnershipId: string, kind: FactKind, id: string): Promise<void> {
    await this.database.write(`select pg_advisory_xact_lock_shared(hashtext('casework-count'), hashtext($1))`, [partnershipId]);
    await this.database.write('delete from casework_count where partnership_id = $1 and source_id = $2', [partnershipId, id]);
    await this.database.write(`${COUNTS[kind]} and f.id = $2`, [partnershipId, id]);
  }

  /** Throws away all counts of a partnership and counts every fact again; events that arrive meanwhile wait. */
  async rebuild(partnershipId: string): Promise<Rebuilt> {
    const { em } = this.database;
    await em.execute(`select pg_advisory_xact_lock(hashtext('casework-count'), hashtext(?))`, [partnershipId]);
    const before = await this.digest(partnershipId);
    await this.database.write('delete from casework_count where partnership_id = $1', [partnershipId]);
    for (const statement of Object.values(COUNTS)) await this.database.write(statement, [partnershipId]);
    const after = await this.digest(partnershipId);
    const [facts] = await em.execute<{ facts: number }[]>(
      `select ((select count(*) from case_fact where partnership_id = ?) + (select count(*) from referral_fact where partnership_id = ?)
             + (select count(*) from action_fact where partnership_id = ?))::int as facts`,
      [partnershipId, partnershipId, partnershipId],
    );
    return { facts: facts?.facts ?? 0, counts: after.counts, same: before.digest === after.digest };
  }

  private async digest(partnershipId: string): Promise<{ counts: number; digest: string }> {
    const [row] = await this.database.em.execute<{ counts: number; digest: string }[]>(
      `select count(*)::int as counts,
              md5(coalesce(string_agg(concat_ws(' ', measure, source_id, case_id, counted_from, counted_to, amount), ',' order by measure, source_id), '')) as digest
         from casework_count where partnership_id = ?`,
      [partnershipId],
    );
    return row ?? { counts: 0, digest: '' };
  }
}
