import { Injectable } from '@nestjs/common';
import { NotSignedInError, ProblemError } from '@concordat/platform-errors';
import { Database } from '@concordat/platform-persistence';
import type { TokenClaims } from '../tokens/token.js';
import { TokenVerifier } from '../tokens/token-verifier.js';
import { runAsCaller, type Caller } from './caller.js';
import { MembershipSource } from './membership-source.js';

/** From a token to who asks and what they may be. Read afresh each time: a leaver is out at once. */
@Injectable()
export class CallerResolver {
  constructor(
    private readonly verifier: TokenVerifier,
    private readonly memberships: MembershipSource,
    private readonly database: Database,
  ) {}

  /**
   * Runs `work` for whoever brings the token, in one transaction of their scope.
   *
   * @param options.reading that `work` changes no row that it finds
   * @throws NotSignedInError without a token that holds, or for a membership that is not known here
   * @throws ProblemError 403 `access-ended` for one that has ended
   */
  async asCaller<T>(authorization: string | undefined, work: () => Promise<T>, options: { reading?: boolean } = {}): Promise<T> {
    const claims = await this.verifier.claimsOf(authorization);
    return this.database.transaction({ userId: claims.sub, membershipId: claims.mid, partnershipId: claims.pid, agencyId: null }, async () => {
      const who = await this.standingOf(claims);
      this.database.actFor(who.agencyId);
      return runAsCaller(who, work);
    }, options);
  }

  private async standingOf({ sub, mid, pid, sid, auth_time }: TokenClaims): Promise<Caller> {
    const standing = await this.memberships.standing(pid, mid);
    if (!standing || standing.userId !== sub || standing.partnershipId !== pid) throw new NotSignedInError();
    if (!standing.active) {
      throw new ProblemError({
        status: 403,
        code: 'access-ended',
        title: 'Your access has ended',
        detail: 'Your account or your place in this agency is no longer open. Ask an administrator of your partnership.',
      });
    }
    return {
      userId: standing.userId,
      membershipId: standing.membershipId,
      partnershipId: standing.partnershipId,
      agencyId: standing.agencyId,
      roles: standing.roles,
      sessionId: sid,
      trainingValidTo: standing.trainingValidTo,
      confirmedAt: auth_time === undefined ? null : new Date(auth_time * 1000),
    };
  }
}
