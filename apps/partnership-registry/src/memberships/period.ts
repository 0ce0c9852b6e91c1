/** When a membership holds: from `startsOn`, and no longer on `endsOn`. ISO dates compare as text. */
export interface Period {
  startsOn: string;
  endsOn: string | null;
}

export const holdsOn = ({ startsOn, endsOn }: Period, day: string): boolean => startsOn <= day && (endsOn === null || day < endsOn);

/** Whether both hold on some day: then they do when the later one starts. */
export const overlaps = (one: Period, other: Period): boolean => [one, other].every((period) => holdsOn(period, one.startsOn > other.startsOn ? one.startsOn : other.startsOn));

/** Whether it never holds again; one that ends as it starts never did. */
export const hasEnded = ({ startsOn, endsOn }: Period, today: string): boolean => endsOn !== null && (endsOn <= today || endsOn <= startsOn);

/** Whether somebody may act in it today. */
export const isHolding = (membership: Period & { accountOpen: boolean; suspendedOn: string | null }, today: string): boolean =>
  membership.accountOpen && membership.suspendedOn === null && holdsOn(membership, today);
