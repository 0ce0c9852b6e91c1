import type { ReferralState, ReferralTransition } from '@concordat/contracts-referrals';
import { DateTime } from 'luxon';

/** Who may move a referral, of the agency that provides the service: whoever works there, a manager, or the referral's worker. */
export type Mover = 'staff' | 'manager' | 'worker';

/** A contact or an attempt, as the table looks at it. */
export interface Attempt {
  at: Date;
  reached: boolean;
}

export interface ReferralFacts {
  state: ReferralState;
  contacts: readonly Attempt[];
}

export interface TransitionRow {
  from: readonly ReferralState[];
  to: ReferralTransition['to'];
  who: readonly Mover[];
  /** What it is called on the page. */
  name: string;
  /** What must be there first, in words of what is lacking. */
  first?: { lacking: string; met: (facts: ReferralFacts) => boolean };
}

const beforeActive: readonly ReferralState[] = ['received', 'information-requested', 'waiting-list', 'accepted', 'allocated', 'engaged', 'not-reached'];

/** The life of a referral, row by row. */
export const TRANSITIONS: readonly TransitionRow[] = [
  { from: ['received'], to: 'information-requested', who: ['staff'], name: 'Ask the referrer for information' },
  { from: ['information-requested'], to: 'received', who: ['staff'], name: 'Record the information that came' },
  { from: ['received', 'waiting-list'], to: 'accepted', who: ['staff'], name: 'Accept the referral' },
  { from: ['received'], to: 'waiting-list', who: ['staff'], name: 'Put on the waiting list' },
  { from: ['received', 'information-requested'], to: 'declined', who: ['staff'], name: 'Decline the referral' },
  { from: ['received', 'information-requested'], to: 'signposted', who: ['staff'], name: 'Signpost to another service' },
  { from: ['accepted'], to: 'allocated', who: ['staff'], name: 'Allocate to a worker' },
  {
    from: ['allocated', 'not-reached'],
    to: 'engaged',
    who: ['worker', 'manager'],
    name: 'Record that the person is engaged',
    first: { lacking: 'Record a contact in which the person was reached', met: ({ contacts }) => contacts.some((contact) => contact.reached) },
  },
  {
    from: ['allocated'],
    to: 'not-reached',
    who: ['worker', 'manager'],
    name: 'Record that the person could not be reached',
    first: { lacking: 'Try three times, at different times of different days', met: ({ contacts }) => triedThreeTimes(contacts) },
  },
  { from: ['engaged'], to: 'active', who: ['worker', 'manager'], name: 'Agree a support plan' },
  { from: ['engaged', 'active', 'not-reached'], to: 'closed', who: ['worker', 'manager'], name: 'Close with an outcome' },
  { from: beforeActive, to: 'withdrawn', who: ['staff'], name: 'Record that the referral was withdrawn' },
];

/** Three attempts on three different days, not all in the same part of the day (morning, afternoon, evening). */
export function triedThreeTimes(contacts: readonly Attempt[]): boolean {
  const local = contacts.map((contact) => DateTime.fromJSDate(contact.at, { zone: 'Europe/London' }));
  const days = new Set(local.map((at) => at.toISODate()));
  const parts = new Set(local.map((at) => (at.hour < 12 ? 'morning' : at.hour < 17 ? 'afternoon' : 'evening')));
  return days.size >= 3 && parts.size >= 2;
}

/** Rows open to `movers` from the referral's state, with what is lacking for each. */
export function transitionsFrom(facts: ReferralFacts, movers: ReadonlySet<Mover>): { row: TransitionRow; lacking: string[] }[] {
  return TRANSITIONS.filter((row) => row.from.includes(facts.state) && row.who.some((mover) => movers.has(mover))).map((row) => ({
    row,
    lacking: row.first === undefined || row.first.met(facts) ? [] : [row.first.lacking],
  }));
}

/** Hours that a service gives itself for its next step in a state; null where nothing is due. */
export function hoursFor(state: ReferralState, service: { acknowledgeHours: number; firstContactHours: number }): number | null {
  switch (state) {
    case 'received':
      return service.acknowledgeHours;
    case 'accepted':
    case 'allocated':
      return service.firstContactHours;
    case 'information-requested':
    case 'waiting-list':
    case 'declined':
    case 'signposted':
    case 'engaged':
    case 'not-reached':
    case 'active':
    case 'closed':
    case 'withdrawn':
      return null;
  }
}
