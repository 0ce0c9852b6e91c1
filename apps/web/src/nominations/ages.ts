import { today } from '../layout/times.js';

export interface Ages {
  minimumAge: number | null;
  maximumAge: number | null;
}

/** Age in whole years on a day: someone born on 29 February has their birthday on 1 March in a common year. */
export function ageOn(dateOfBirth: string, day = today()): number {
  const years = Number(day.slice(0, 4)) - Number(dateOfBirth.slice(0, 4));
  return day.slice(5) < dateOfBirth.slice(5) ? years - 1 : years;
}

export function isWithin({ minimumAge, maximumAge }: Ages, age: number): boolean {
  return (minimumAge === null || age >= minimumAge) && (maximumAge === null || age <= maximumAge);
}

/** `aged 10 to 17`; nothing where every age is taken. */
export function agesInWords({ minimumAge, maximumAge }: Ages): string {
  if (minimumAge !== null && maximumAge !== null) return `aged ${minimumAge} to ${maximumAge}`;
  if (minimumAge !== null) return `aged ${minimumAge} or over`;
  return maximumAge === null ? '' : `aged ${maximumAge} or under`;
}
