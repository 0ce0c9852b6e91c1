import type { ServiceName } from '@concordat/contracts-protocol';
import type { HistoryLine, LineOf } from '../history/lines.js';
import { query, type Databases } from './database.js';

/** Events that tell people something. Of records, it may be said later that somebody may read of them no more. */
const NOTICES: readonly { service: ServiceName; raised: string; withdrawn?: { by: string; about: string; those: string } }[] = [
  { service: 'jag-cases', raised: 'case-notice.raised', withdrawn: { by: 'case-notices.withdrawn', about: 'caseId', those: 'caseIds' } },
  { service: 'referrals', raised: 'referral-notice.raised', withdrawn: { by: 'referral-notices.withdrawn', about: 'referralId', those: 'referralIds' } },
  // Who left meanwhile is not told.
  { service: 'partnership-registry', raised: 'staff.notice' },
  { service: 'partnership-registry', raised: 'agreement.notice' },
];

interface Named {
  event: string;
  user: string;
  here: boolean;
  wanted: LineOf<'told'>['wanted'];
}

/** Everybody whom a notice of the run names, beside the notices that there are; and everybody who was told and named by none. */
export async function whoWasTold(databases: Databases, since: Date): Promise<HistoryLine[]> {
  const notices = await query<{ event: string; user: string; n: number }>(databases('notifications'), 'select event_id::text as event, user_id::text as "user", count(*)::int as n from notice group by 1, 2');
  const times = new Map(notices.map(({ event, user, n }) => [`${event} ${user}`, n]));
  const named = (await Promise.all(NOTICES.map((each) => namedBy(databases, since, each)))).flat();
  const known = new Set(named.map(({ event, user }) => `${event} ${user}`));
  return [
    ...named.filter(({ here }) => here).map(({ event, user, wanted }): HistoryLine => ({ kind: 'told', event, user, times: times.get(`${event} ${user}`) ?? 0, wanted })),
    ...notices.filter(({ event, user }) => !known.has(`${event} ${user}`)).map(({ event, user, n }): HistoryLine => ({ kind: 'told', event, user, times: n, wanted: 'never' })),
  ];
}

/** The letters of the run. */
export async function letters(databases: Databases, since: Date): Promise<HistoryLine[]> {
  const rows = await query<{ id: string; settled: boolean }>(databases('notifications'), `select id::text as id, state <> 'waiting' as settled from mail where made_at >= $1`, [since]);
  return rows.map((row) => ({ kind: 'letter', ...row }));
}

async function namedBy(databases: Databases, since: Date, { service, raised, withdrawn }: (typeof NOTICES)[number]): Promise<Named[]> {
  const { by, about, those } = withdrawn ?? { by: '', about: '', those: '' };
  const rows = await query<{ event: string; user: string; here: boolean; withdrawn: boolean }>(
    databases(service),
    `select o.id::text as event, u.value as "user", o.created_at >= $1 as here,
            exists (select from outbox w where w.type = $3 and w.occurred_at >= o.occurred_at and w.payload -> 'userIds' ? u.value and w.payload -> $5::text ? (o.payload ->> $4::text)) as withdrawn
       from outbox o, jsonb_array_elements_text(o.payload -> 'userIds') u where o.type = $2`,
    [since, raised, by, about, those],
  );
  return rows.map(({ event, user, here, withdrawn: takenBack }) => ({ event, user, here, wanted: withdrawn === undefined || takenBack ? 'at-most-once' : 'once' }));
}
