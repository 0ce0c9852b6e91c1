import { defineWork, Performs, type Schedule } from '@concordat/platform-messaging';
import { Database, NO_SCOPE, scopeOf } from '@concordat/platform-persistence';
import { Controller } from '@nestjs/common';
import { z } from 'zod';
import { todayInLondon } from '../calendar.js';
import { Membership } from '../memberships/membership.entity.js';
import { Memberships } from '../memberships/memberships.js';
import { Partnerships } from '../partnerships/partnerships.js';
import { StaffNotices } from '../roles/staff-notices.js';
import { dueOn, stepOf, suspendsOn, thoughtOf } from './review-dates.js';
import { Reviewers } from './reviewers.js';

const chaseReviews = defineWork({ name: 'access.review', payload: z.strictObject({}) });

/** Every hour: the first run after midnight finds what a day brings, and one that failed is made up for soon. */
export const reviewSchedule: Schedule = { id: 'access-review', work: chaseReviews.name, payload: {}, every: 60 * 60_000 };

/**
 * Access that is to be confirmed: those who confirm it are told until they have, and what nobody confirmed in time is
 * suspended. Everything stands in the database: a run that stops on the way, or comes twice, tells nobody twice and forgets nobody.
 */
@Controller()
export class ChasedReviews {
  constructor(
    private readonly database: Database,
    private readonly partnerships: Partnerships,
    private readonly memberships: Memberships,
    private readonly reviewers: Reviewers,
    private readonly notices: StaffNotices,
  ) {}

  @Performs(chaseReviews)
  async chase(): Promise<void> {
    const ids = await this.database.transaction(NO_SCOPE, () => this.partnerships.ids());
    for (const id of ids) await this.database.transaction(scopeOf(id), () => this.#chase(id));
  }

  async #chase(partnershipId: string): Promise<void> {
    const today = todayInLondon(this.database.clock.now());
    const waiting = await this.database.rows(Membership).find({ partnershipId, active: true, reviewedOn: { $lte: thoughtOf(today) } }, { orderBy: { id: 'asc' } });
    const kept = waiting.filter(({ reviewedOn }) => suspendsOn(reviewedOn) > today);
    for (const membership of waiting) {
      // The last administrator is asked for, and not suspended: nobody could let them in again.
      if (!kept.includes(membership) && !(await this.memberships.suspend(membership, today))) kept.push(membership);
    }
    await this.#tell(partnershipId, kept, today);
  }

  /** One notice to each of those who confirm, for all of an agency's people who have come a step nearer. */
  async #tell(partnershipId: string, waiting: readonly Membership[], today: string): Promise<void> {
    const reviewersOf = await this.reviewers.in(partnershipId);
    const toTell = new Map<string, string[]>();
    for (const membership of waiting) {
      if (!(await this.#isNew(membership, today))) continue;
      toTell.set(membership.agencyId, [...(toTell.get(membership.agencyId) ?? []), ...reviewersOf(membership)]);
    }
    for (const [agencyId, userIds] of toTell) await this.notices.tell('access-review-due', agencyId, userIds);
  }

  /** Whether its newest step has not been told yet: then it is remembered with the telling. */
  async #isNew({ partnershipId, id, reviewedOn }: Membership, today: string): Promise<boolean> {
    const step = stepOf(reviewedOn, today);
    if (step === null) return false;
    const remembered = await this.database.em.execute<unknown[]>(
      `insert into access_reminder (partnership_id, membership_id, due_on, step, told_at) values (?, ?, ?, ?, ?)
       on conflict do nothing returning step`,
      [partnershipId, id, dueOn(reviewedOn), step, this.database.clock.now()],
    );
    return remembered.length > 0;
  }
}
