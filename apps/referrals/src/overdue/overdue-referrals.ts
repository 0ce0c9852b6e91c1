import { Performs, type Schedule } from '@concordat/platform-messaging';
import { Database, NO_SCOPE, workOf } from '@concordat/platform-persistence';
import { Controller } from '@nestjs/common';
import { DirectoryService } from '../directory/directory-service.entity.js';
import { ReferralNotices } from '../notices/referral-notices.js';
import { dueOf } from '../referrals/referral-list.js';
import { Referral } from '../referrals/referral.entity.js';

/** Named among the work that sees referrals without a reader. */
const OVERDUE = 'overdue.tell';

/** Looks every ten minutes for referrals that wait too long. */
export const overdueSchedule: Schedule = { id: 'overdue-referrals', work: OVERDUE, every: 600_000 };

const WAITING = ['received', 'accepted', 'allocated'] as const;

/** Nothing disappears between agencies: a referral that nobody took further in its time goes to a manager of the service. */
@Controller()
export class OverdueReferrals {
  constructor(
    private readonly database: Database,
    private readonly notices: ReferralNotices,
  ) {}

  @Performs(OVERDUE)
  async tell(): Promise<void> {
    const partnerships = await this.database.transaction(NO_SCOPE, () => this.database.em.execute<{ id: string }[]>('select id from partnership_projection where active'));
    for (const { id } of partnerships) await this.database.transaction(workOf(id, OVERDUE), () => this.#tellIn(id));
  }

  async #tellIn(partnershipId: string): Promise<void> {
    const now = this.database.clock.now();
    const waiting = await this.database.rows(Referral).find({ partnershipId, state: { $in: [...WAITING] }, overdueToldAt: null }, { orderBy: { since: 'asc' }, limit: 500 });
    const services = await this.database.rows(DirectoryService).find({ partnershipId });
    for (const referral of waiting) {
      const service = services.find((one) => one.id === referral.serviceId);
      const due = service && dueOf(referral, service);
      if (!due || due >= now) continue;
      await this.database.rows(Referral).change(referral, referral.version, { overdueToldAt: now });
      await this.notices.raise('referral-overdue', referral, { roles: ['manager'] });
    }
  }
}
