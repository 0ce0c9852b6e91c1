import { DateTime } from 'luxon';

/** Days after which somebody's access is to be confirmed again: a year. */
export const REVIEW_DAYS = 365;
/** Days after it was due at which access that nobody confirmed is suspended. */
export const SUSPENDED_AFTER_DAYS = 30;
/** When those who are to confirm it are told: days before it is due, and (less than 0) after it. */
const TOLD_AT = [30, 7, 0, -14, -23] as const;

/** `confirmed`: not to be asked for yet. */
export type ReviewState = 'confirmed' | 'due' | 'overdue' | 'suspended';

const later = (date: string, days: number): string => DateTime.fromISO(date, { zone: 'utc' }).plus({ days }).toISODate() ?? date;
const daysUntil = (date: string, today: string): number =>
  Math.round(DateTime.fromISO(date, { zone: 'utc' }).diff(DateTime.fromISO(today, { zone: 'utc' }), 'days').days);

/** The date by which access that was confirmed on `reviewedOn` is to be confirmed again. ISO dates, as all of these. */
export const dueOn = (reviewedOn: string): string => later(reviewedOn, REVIEW_DAYS);

/** The date on which it is suspended if nobody confirms it. */
export const suspendsOn = (reviewedOn: string): string => later(dueOn(reviewedOn), SUSPENDED_AFTER_DAYS);

/** The latest date of a confirmation that has to be thought of on `today`: those who confirm are told from then on. */
export const thoughtOf = (today: string): string => later(today, TOLD_AT[0] - REVIEW_DAYS);

export function stateOf({ reviewedOn, suspendedOn }: { reviewedOn: string; suspendedOn: string | null }, today: string): ReviewState {
  if (suspendedOn !== null) return 'suspended';
  if (dueOn(reviewedOn) <= today) return 'overdue';
  return reviewedOn <= thoughtOf(today) ? 'due' : 'confirmed';
}

/** The last time that should have been told of it; null while it is far off. The same for all days until the next. */
export function stepOf(reviewedOn: string, today: string): number | null {
  const left = daysUntil(dueOn(reviewedOn), today);
  return TOLD_AT.toReversed().find((days) => left <= days) ?? null;
}
