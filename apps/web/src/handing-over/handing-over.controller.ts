import { listActions, listCases } from '@concordat/contracts-jag-cases';
import { listReferrals } from '@concordat/contracts-referrals';
import { Controller, Get, Param } from '@nestjs/common';
import { ForManagers } from '../administration/access.js';
import type { Answer } from '../layout/answers.js';
import { Names } from '../services/names.js';
import { Services } from '../services/services.js';
import { handingOverPage } from './handing-over.presenter.js';

/** As much as one page holds; what is handed over leaves it. */
const SIZE = 100;

@Controller('handing-over')
@ForManagers()
export class HandingOverController {
  constructor(
    private readonly services: Services,
    private readonly names: Names,
  ) {}

  /** Cases, actions and referrals of one's own agency that a colleague has open, of those that the reader may see. */
  @Get(':userId')
  async show(@Param('userId') userId: string): Promise<Answer> {
    const [cases, actions, referrals, names] = await Promise.all([
      this.services.call(listCases, { query: { lead: userId, open: 'yes', size: SIZE } }),
      this.services.call(listActions, { query: { whose: userId, which: 'open', size: SIZE } }),
      this.services.call(listReferrals, { query: { worker: userId, open: 'yes', size: SIZE } }),
      this.names.of({ userIds: [userId] }),
    ]);
    return handingOverPage(names.user(userId), { cases: cases.items, actions: actions.items, referrals: referrals.items });
  }
}
