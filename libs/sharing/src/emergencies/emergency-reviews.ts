import { Performs, type Schedule } from '@concordat/platform-messaging';
import { Database, NO_SCOPE, scopeOf } from '@concordat/platform-persistence';
import { Controller } from '@nestjs/common';
import { workingDayAfter } from '../calendar/working-days.js';
import { SharingNotices } from '../records/sharing-notices.js';
import { EmergencyAccess } from './emergency-access.entity.js';

/** Looks every ten minutes for emergency accesses whose review is overdue. */
export const emergencyReviewSchedule: Schedule = { id: 'emergency-reviews', work: 'emergency-reviews.chase', every: 600_000 };

const AT_ONCE = 500;

/** A review is due within a working day. Until it is done it is chased every working day, from the second time on with those who lead the user's own agency. */
@Controller()
export class EmergencyReviews {
  constructor(
    private readonly database: Database,
    private readonly notices: SharingNotices,
  ) {}

  @Performs('emergency-reviews.chase')
  async chase(): Promise<void> {
    const partnerships = await this.database.transaction(NO_SCOPE, () => this.database.em.execute<{ id: string }[]>('select id from partnership_projection where active'));
    for (const { id } of partnerships) await this.database.transaction(scopeOf(id), () => this.#chaseIn(id));
  }

  async #chaseIn(partnershipId: string): Promise<void> {
    const now = this.database.clock.now();
    const rows = this.database.rows(EmergencyAccess);
    const waiting = await rows.find({ partnershipId, reviewedAt: null, chaseAt: { $lte: now } }, { orderBy: { chaseAt: 'asc' }, limit: AT_ONCE });
    for (const access of waiting) {
      await rows.change(access, access.version, { chased: access.chased + 1, chaseAt: workingDayAfter(now) });
      const agencyIds = [...(await this.#caseOwner(access)), ...access.ownerAgencyIds, ...(access.chased > 1 ? [access.agencyId] : [])];
      await this.notices.tell('emergency-review-overdue', { partnershipId, id: access.caseId }, access.id, { agencyIds, roles: ['manager', 'information-governance'] });
    }
  }

  async #caseOwner({ partnershipId, caseId }: EmergencyAccess): Promise<string[]> {
    const rows = await this.database.em.execute<{ owner_agency_id: string }[]>('select owner_agency_id from sharing_case where partnership_id = ? and id = ?', [partnershipId, caseId]);
    return rows.map((row) => row.owner_agency_id);
  }
}
