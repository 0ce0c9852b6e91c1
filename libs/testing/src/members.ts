import type { Role } from '@concordat/contracts-protocol';
import { v7 } from 'uuid';

/** Someone acting in one membership: what platform-auth's `Caller` holds. */
export interface Member {
  userId: string;
  membershipId: string;
  partnershipId: string;
  agencyId: string;
  roles: Role[];
  sessionId: string;
  trainingValidTo: string | null;
  /** When they last said who they are: just now, unless it is given; null where the token does not tell. */
  confirmedAt?: Date | null;
}

/** A member with ids of their own, acting as practitioner, unless `known` says otherwise. */
export function aMember(known: Partial<Member> = {}): Member {
  return {
    userId: v7(),
    membershipId: v7(),
    partnershipId: v7(),
    agencyId: v7(),
    roles: ['practitioner'],
    sessionId: v7(),
    trainingValidTo: null,
    ...known,
  };
}

/** A new id (UUIDv7). */
export const newId = (): string => v7();
