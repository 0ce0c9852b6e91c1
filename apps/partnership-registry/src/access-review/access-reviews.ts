import type { AccessReview, confirmAccess, listAccessReviews } from '@concordat/contracts-partnership-registry';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { caller } from '@concordat/platform-auth';
import { NotAllowedError, NotFoundError, RuleError } from '@concordat/platform-errors';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { AgencyPlaces } from '../agencies/agency-places.js';
import { todayInLondon } from '../calendar.js';
import { Membership } from '../memberships/membership.entity.js';
import { Memberships } from '../memberships/memberships.js';
import { hasEnded } from '../memberships/period.js';
import { dueOn, stateOf, suspendsOn, thoughtOf } from './review-dates.js';
import { Reviewers } from './reviewers.js';

/** Once a year somebody else says of everybody that they still need what they may do here. */
@Injectable()
export class AccessReviews {
  constructor(
    private readonly database: Database,
    private readonly memberships: Memberships,
    private readonly reviewers: Reviewers,
    private readonly places: AgencyPlaces,
    private readonly audit: Audit,
  ) {}

  /** Of the caller's agency; of every agency for administrators of the partnership. Those that have waited longest first. */
  async page({ which, after, size }: InputOf<typeof listAccessReviews>['query']): Promise<OutputOf<typeof listAccessReviews>> {
    const { partnershipId, agencyId, roles } = caller();
    const today = this.#today();
    const where = {
      partnershipId,
      ...(roles.includes('administrator') ? {} : { agencyId }),
      accountOpen: true,
      // Deputies end by themselves, long before the year is over.
      deputyFor: null,
      startsOn: { $lte: today },
      ...(which === 'due' ? { reviewedOn: { $lte: thoughtOf(today) } } : {}),
      $or: [{ endsOn: null }, { endsOn: { $gt: today } }],
    };
    const { items, next } = await this.database.rows(Membership).page(where, { order: [{ reviewedOn: 'asc' }, { id: 'asc' }], after, size });
    await this.audit.record({ action: 'listed', kind: 'membership', ids: items.map(({ id }) => id) });
    const names = await this.places.names(partnershipId, items.map((membership) => membership.agencyId));
    const reviewersOf = await this.reviewers.in(partnershipId);
    return { items: items.map((membership) => this.#shown(membership, names.get(membership.agencyId) ?? '', reviewersOf(membership))), next };
  }

  /** Also lifts a suspension. @throws NotAllowedError; NotFoundError; RuleError `membership-ended` */
  async confirm(membershipId: string, { version }: InputOf<typeof confirmAccess>['body']): Promise<OutputOf<typeof confirmAccess>> {
    const who = caller();
    const membership = await this.memberships.get(who.partnershipId, membershipId);
    if (!who.roles.includes('administrator') && membership.agencyId !== who.agencyId) throw new NotFoundError('membership');
    const today = this.#today();
    if (hasEnded(membership, today)) throw new RuleError('membership-ended', 'The membership has ended');
    if (!(await this.reviewers.in(who.partnershipId))(membership).includes(who.userId)) {
      throw new NotAllowedError('The administrators of the person’s agency confirm their access, and nobody confirms their own.');
    }
    await this.memberships.confirm(membership, version, today);
    return { confirmedOn: today };
  }

  #shown(membership: Membership, agencyName: string, reviewers: readonly string[]): AccessReview {
    const { id, userId, userName, agencyId, roles, reviewedOn, version } = membership;
    return {
      membershipId: id,
      userId,
      name: userName,
      agencyId,
      agencyName,
      roles,
      confirmedOn: reviewedOn,
      dueOn: dueOn(reviewedOn),
      suspendsOn: suspendsOn(reviewedOn),
      state: stateOf(membership, this.#today()),
      mayConfirm: reviewers.includes(caller().userId),
      version,
    };
  }

  #today(): string {
    return todayInLondon(this.database.clock.now());
  }
}
