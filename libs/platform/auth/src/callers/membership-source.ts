import { role, type Role } from '@concordat/contracts-protocol';
import { z } from 'zod';

/** What a membership gives at this moment. */
export interface Standing {
  membershipId: string;
  userId: string;
  partnershipId: string;
  agencyId: string;
  roles: readonly Role[];
  /** Account, membership, agency and partnership are all open. */
  active: boolean;
  /** First date (Europe/London) on which the training no longer holds, or null. */
  trainingValidTo: string | null;
}

/**
 * Where a service finds memberships: its projection of the registry's, or the registry's own table.
 * Called inside a transaction scoped to the partnership, on every request: nothing is kept between requests. The statement
 * that finds it makes its agency the transaction's (`app.agency_id`), which spares every request a second one.
 */
export abstract class MembershipSource {
  abstract standing(partnershipId: string, membershipId: string): Promise<Standing | null>;
}

const row = z.object({
  user_id: z.string(),
  agency_id: z.string(),
  roles: z.array(role),
  active: z.boolean(),
  training_valid_to: z.string().nullable(),
});

/** A standing from the row of the statement that found it: its fields as columns. */
export function standingOfRow(partnershipId: string, membershipId: string, found: unknown): Standing {
  const { user_id: userId, agency_id: agencyId, roles, active, training_valid_to: trainingValidTo } = row.parse(found);
  return { membershipId, partnershipId, userId, agencyId, roles, active, trainingValidTo };
}
