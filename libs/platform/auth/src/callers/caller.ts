import { AsyncLocalStorage } from 'node:async_hooks';
import type { Role } from '@concordat/contracts-protocol';
import { NotSignedInError } from '@concordat/platform-errors';

/** The person who asks, as the one membership that they act in. */
export interface Caller {
  userId: string;
  membershipId: string;
  partnershipId: string;
  agencyId: string;
  roles: readonly Role[];
  sessionId: string;
  /** First date (Europe/London) on which the person's information sharing training no longer holds; null when they have had none. */
  trainingValidTo: string | null;
  /** When they last said who they are: signing in, or confirming it. Null in work for somebody, and where it is not known. */
  confirmedAt: Date | null;
}

const callers = new AsyncLocalStorage<Caller>();

/**
 * Who asks in this request.
 *
 * @throws NotSignedInError outside a signed-in request
 */
export function caller(): Caller {
  const current = callers.getStore();
  if (!current) throw new NotSignedInError();
  return current;
}

/** The same, or null outside of a signed-in request. */
export const openCaller = (): Caller | null => callers.getStore() ?? null;

/** Runs `work` for `who`; `caller()` in it answers them. */
export function runAsCaller<T>(who: Caller, work: () => T): T {
  return callers.run(who, work);
}
