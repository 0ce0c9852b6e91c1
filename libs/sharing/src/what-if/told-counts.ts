import { bandOf, SMALLEST_TOLD_COUNT, type CountBand } from '@concordat/contracts-protocol';

/** Items of a kind in the cases of whose circle an agency is: all of them, and those about people who consented that it sees them. */
export interface CountsOfKind {
  everybody: number;
  consenting: number;
}

/**
 * The count that stands for a kind of information: the one that stood for it before, until it is five or more away. So any two
 * answers that differ, on whatever day and about whatever agreement, differ by five items or more: no two of them tell of fewer.
 *
 * @param stood null where nothing was told of it yet
 */
export const settled = (stood: number | null, counted: number): number => (stood !== null && Math.abs(counted - stood) < SMALLEST_TOLD_COUNT ? stood : counted);

/** The bands that are told of settled counts; null for one that is not told. Where all but a few consented, all stand for them: the difference would tell of the few. */
export function toldOf({ everybody, consenting }: CountsOfKind): Record<keyof CountsOfKind, CountBand | null> {
  const few = everybody - consenting > 0 && everybody - consenting < SMALLEST_TOLD_COUNT;
  return { everybody: bandOf(everybody), consenting: bandOf(few && consenting >= SMALLEST_TOLD_COUNT ? everybody : consenting) };
}
