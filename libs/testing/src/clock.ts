import { Duration, type DurationLikeObject } from 'luxon';

/** A clock that stands still until it is moved; takes the place of platform-persistence's `Clock`. */
export interface FakeClock {
  now(): Date;
  set(instant: string | Date): void;
  advance(by: DurationLikeObject): void;
}

/** A clock standing at `start`: a Monday morning in term time unless given. */
export function fakeClock(start: string | Date = '2026-02-02T09:00:00.000Z'): FakeClock {
  let current = new Date(start);
  return {
    now: () => new Date(current),
    set: (instant) => {
      current = new Date(instant);
    },
    advance: (by) => {
      current = new Date(current.getTime() + Duration.fromObject(by).toMillis());
    },
  };
}
