import { defineEntity, p } from '@mikro-orm/core';
import type { Role } from '@concordat/contracts-protocol';
import { PartnershipRow, partnershipRow } from '@concordat/platform-persistence';

/** A person's place in an agency of a partnership. Dates are calendar dates of Europe/London. */
export class Membership extends PartnershipRow {
  declare userId: string;
  /** The person's name, by which lists of staff are ordered; a copy of theirs. */
  declare userName: string;
  declare agencyId: string;
  declare roles: Role[];
  /** The user for whom they act in it, as a deputy; null in a membership of their own. */
  declare deputyFor: string | null;
  declare startsOn: string;
  /** The first date on which it no longer holds. */
  declare endsOn: string | null;
  declare trainingValidTo: string | null;
  /** When it was made, or somebody last confirmed that it is needed. */
  declare reviewedOn: string;
  /** Since when it waits for somebody to confirm it, and does not hold. */
  declare suspendedOn: string | null;
  /** A copy of the account's state. */
  declare accountOpen: boolean;
  /** It holds today, is not suspended, and the account is open: as others were last told. */
  declare active: boolean;
}

export const MembershipSchema = defineEntity({
  class: Membership,
  tableName: 'membership',
  properties: {
    ...partnershipRow,
    userId: p.uuid(),
    userName: p.string(),
    agencyId: p.uuid(),
    roles: p.array<Role>(),
    deputyFor: p.uuid().nullable(),
    startsOn: p.date(),
    endsOn: p.date().nullable(),
    trainingValidTo: p.date().nullable(),
    reviewedOn: p.date(),
    suspendedOn: p.date().nullable(),
    accountOpen: p.boolean(),
    active: p.boolean(),
  },
});
