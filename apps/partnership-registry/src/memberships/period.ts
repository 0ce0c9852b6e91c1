/** When a membership holds: from `startsOn`, and no longer on `endsOn`. ISO dates compare as text. */
export interface Period {
  startsOn: string;
  endsOn: string | null;
}

export const holdsOn = ({ startsOn, endsOn }: Period, day: string): boolean => startsOn <= day && (endsOn === null || day < endsOn);

export const overlaps = (one: Period, other: Period): boolean =>
  (one.endsOn === null || other.startsOn < one.endsOn) && (other.endsOn === null || one.startsOn < other.endsOn);

/** Whether somebody may act in it today. */
export const isHolding = (membership: Period & { accountOpen: boolean; suspendedOn: string | null }, today: string): boolean =>
  membership.accountOpen && membership.suspendedOn === null && holdsOn(membership, today);
