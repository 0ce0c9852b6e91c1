import type { CaseworkPeriod } from '@concordat/contracts-indicators';
import { Sql, sql } from '@concordat/sharing';

/** Measures that are added up; the others of a table are made of these. */
export type Counted = 'nominations' | 'cases-managed' | 'cases-closed' | 'positive-outcomes' | 'referrals' | 'first-contacts' | 'actions-on-time';

export interface CountedOf {
  partnershipId: string;
  /** Whose cases are counted. */
  agencyId: string;
  /** The condition that the reader may see the case `c`. */
  readableCase: Sql;
  /** The condition that the reader may see the item `i`: what an action is. */
  readableItem: Sql;
  /** From its first day to the day before its end. */
  within: CaseworkPeriod;
}

/** The day, where people live, of an instant. */
const day = (column: string): Sql => new Sql(`(${column} at time zone 'Europe/London')::date`);

/**
 * One row for everything that is counted of the cases that the reader may open: `measure`, `case_id`, `forum_code` (null
 * for what no forum counts by itself: referrals, actions), `first_day` and `last_day` (a day, or for a case that is
 * managed the days on which it was), `amount`. The figures' service counts by the same rules what events tell it.
 */
export function counted({ partnershipId, agencyId, readableCase, readableItem, within }: CountedOf): Sql {
  const mine = sql`select c.* from "case" c where c.partnership_id = ${partnershipId}::uuid and c.owner_agency_id = ${agencyId}::uuid and ${readableCase}`;
  return sql`
    with mine as materialized (${mine}),
    everything as (
      select m.measure, c.id as case_id, c.forum_code, m.first_day, m.last_day, 1 as amount
        from mine c cross join lateral (values
          ('nominations', ${day('c.nominated_at')}, ${day('c.nominated_at')}),
          ('cases-managed', ${day('c.accepted_at')}, greatest(coalesce(${day('c.closed_at')}, 'infinity'::date), ${day('c.accepted_at')})),
          ('cases-closed', ${day('c.closed_at')}, ${day('c.closed_at')}),
          ('positive-outcomes', case when c.positive then ${day('c.closed_at')} end, ${day('c.closed_at')})
        ) as m(measure, first_day, last_day)
      union all
      select m.measure, c.id, null, m.on_day, m.on_day, m.amount
        from case_referral r join mine c on c.partnership_id = r.partnership_id and c.id = r.case_id cross join lateral (values
          ('referrals', ${day('r.requested_at')}, 1),
          ('first-contacts', ${day('r.first_contact_at')}, greatest(${day('r.first_contact_at')} - ${day('r.requested_at')}, 0))
        ) as m(measure, on_day, amount)
      union all
      select 'actions-on-time', c.id, null, ${day('a.finished_at')}, ${day('a.finished_at')}, case when ${day('a.finished_at')} <= a.due then 1 else 0 end
        from action a
        join mine c on c.partnership_id = a.partnership_id and c.id = a.case_id
        join item i on i.partnership_id = a.partnership_id and i.id = a.what_item_id
       where a.state = 'done' and a.finished_at is not null and ${readableItem}
    )
    select measure, case_id, forum_code, first_day, last_day, amount from everything
     where first_day < ${within.end}::date and last_day >= ${within.start}::date`;
}
