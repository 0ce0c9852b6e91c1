/**
 * For whom a transaction runs: PostgreSQL's row-level security compares rows with it. Null means nobody: rows of
 * partnerships are then invisible, and only the listed open tables can be read.
 */
export interface Scope {
  partnershipId: string | null;
  userId: string | null;
  membershipId: string | null;
  agencyId: string | null;
  /**
   * Name of the service's own work, where nobody asks: an event's type, a timed work's name. Policies of tables that
   * show rows to readers alone may name it.
   */
  work?: string;
}

/** The scope of work that belongs to no partnership: signing in, accounts, reference lists. */
export const NO_SCOPE: Scope = { partnershipId: null, userId: null, membershipId: null, agencyId: null };

/** The scope of the service's own work for one partnership: a consumer, a timer. */
export const scopeOf = (partnershipId: string): Scope & { partnershipId: string } => ({ ...NO_SCOPE, partnershipId });

/** The same for work that a table's policy names: `workOf(partnershipId, 'overdue.tell')`. */
export const workOf = (partnershipId: string, work: string): Scope & { partnershipId: string } => ({ ...scopeOf(partnershipId), work });

/** The session's settings, for a transaction that happens at `at`, that policies read with `nullif(current_setting('app.partnership_id', true), '')::uuid`. */
export function sessionOf(scope: Scope, at: Date): Record<string, string> {
  return {
    'app.partnership_id': scope.partnershipId ?? '',
    'app.user_id': scope.userId ?? '',
    'app.membership_id': scope.membershipId ?? '',
    'app.agency_id': scope.agencyId ?? '',
    'app.work': scope.work ?? '',
    'app.at': at.toISOString(),
    // Statements that are prepared are planned once a connection, for any values: planning takes longer than a page does.
    plan_cache_mode: 'force_generic_plan',
  };
}

export function sameScope(one: Scope, other: Scope): boolean {
  return (
    one.partnershipId === other.partnershipId &&
    one.userId === other.userId &&
    one.membershipId === other.membershipId &&
    one.agencyId === other.agencyId &&
    one.work === other.work
  );
}
