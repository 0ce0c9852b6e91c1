import type { AGREEMENT_NOTICES } from '@concordat/contracts-partnership-registry';
import { DateTime } from 'luxon';
import type { Agreement } from '../agreement.entity.js';

/** Days before the date on which people are reminded: three months, in which signatories can meet, and then ever nearer. */
const DAYS_BEFORE = [90, 30, 7, 0] as const;
/** After the date they are reminded every so many days, until it is done. */
const DAYS_BETWEEN = 7;

export interface Reminder {
  kind: (typeof AGREEMENT_NOTICES)[number];
  dueOn: string;
  /** Which of the reminders it is: days before the date, or less than 0 after it. The same for all days until the next. */
  step: number;
}

/** The last reminder that should have been given of something due on `dueOn`; null while it is far off. ISO dates. */
export function stepOf(dueOn: string, today: string): number | null {
  const left = Math.round(DateTime.fromISO(dueOn, { zone: 'utc' }).diff(DateTime.fromISO(today, { zone: 'utc' }), 'days').days);
  if (left < 0) return -DAYS_BETWEEN * Math.floor(-left / DAYS_BETWEEN) || 0;
  return DAYS_BEFORE.toReversed().find((days) => left <= days) ?? null;
}

/**
 * What of an agreement in force or suspended waits for somebody: its review, and its end unless a version that takes its
 * place is in force.
 */
export function remindersOf({ reviewOn, validTo }: Pick<Agreement, 'reviewOn' | 'validTo'>, succeeded: boolean, today: string): Reminder[] {
  if (succeeded) return [];
  const over = validTo <= today;
  return [
    ...(reviewOn === null || over ? [] : reminder(reviewOn <= today ? 'agreement-review-overdue' : 'agreement-review-due', reviewOn, today)),
    ...reminder(over ? 'agreement-run-out' : 'agreement-ending', validTo, today),
  ];
}

function reminder(kind: Reminder['kind'], dueOn: string, today: string): Reminder[] {
  const step = stepOf(dueOn, today);
  return step === null ? [] : [{ kind, dueOn, step }];
}
