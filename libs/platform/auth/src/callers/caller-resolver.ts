import { Injectable } from '@nestjs/common';
import { NotSignedInError, ProblemError } from '@concordat/platform-errors';
import { Database } from '@concordat/platform-persistence';
import { TokenVerifier } from '../tokens/token-verifier.js';
import type { Caller } from './caller.js';
import { MembershipSource } from './membership-source.js';

/** A person and the membership in which they asked for something. */
export interface Asker {
  userId: string;
  membershipId: string;
  partnershipId: string;
}

/** From a token, or from a message's actor, to who asks and what they may be. Read afresh each time: a leaver is out at once. */
@Injectable()
export class CallerResolver {
  constructor(
    private readonly verifier: TokenVerifier,
    private readonly memberships: MembershipSource,
    private readonly database: Database,
  ) {}

  /**
   * @throws NotSignedInError without a token that holds, or for a membership that is not known here
   * @throws ProblemError 403 `access-ended` for one that has ended
   */
  async callerOf(authorization: string | undefined): Promise<Caller> {
    const claims = await this.verifier.claimsOf(authorization);
    return this.resolve({ userId: claims.sub, membershipId: claims.mid, partnershipId: claims.pid }, claims.sid, claims.auth_time === undefined ? null : new Date(claims.auth_time * 1000));
  }

  /** The same for a message or job: a worker checks its asker's right again when it runs. */
  async resolve(asker: Asker, sessionId: string, confirmedAt: Date | null = null): Promise<Caller> {
    const standing = await this.database.transaction({ ...asker, agencyId: null }, () =>
      this.memberships.standing(asker.partnershipId, asker.membershipId),
    );
    if (!standing || standing.userId !== asker.userId || standing.partnershipId !== asker.partnershipId) throw new NotSignedInError();
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
      sessionId,
      trainingValidTo: standing.trainingValidTo,
      confirmedAt,
    };
  }
}
