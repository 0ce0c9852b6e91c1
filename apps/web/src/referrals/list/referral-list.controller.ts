import { countReferrals, listReferrals } from '@concordat/contracts-referrals';
import { Controller, Get, Query } from '@nestjs/common';
import { cursorOf } from '../../cases/cursor.js';
import type { Answer } from '../../layout/answers.js';
import { Names } from '../../services/names.js';
import { Services } from '../../services/services.js';
import { referralFilterOf } from './referral-list.form.js';
import { referralListPage } from './referral-list.presenter.js';

@Controller('referrals')
export class ReferralListController {
  constructor(
    private readonly services: Services,
    private readonly names: Names,
  ) {}

  @Get()
  async show(@Query() query: unknown): Promise<Answer> {
    const filter = referralFilterOf(query);
    const after = cursorOf(query);
    const shown = { ...(filter.show === 'all' ? {} : { open: filter.show === 'open' ? ('yes' as const) : ('no' as const) }), ...(filter.mine ? { worker: 'me' as const } : {}) };
    const [referrals, counts] = await Promise.all([
      this.services.call(listReferrals, { query: { ...shown, ...(after === null ? {} : { after }) } }),
      this.services.call(countReferrals, {}),
    ]);
    const names = await this.names.of({ userIds: referrals.items.map((row) => row.workerUserId), agencyIds: referrals.items.map((row) => row.fromAgencyId) });
    return referralListPage({ referrals, counts: counts.states, names }, filter, after);
  }
}
