import { listPlannedActions } from '@concordat/contracts-indicators';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { caller } from '@concordat/platform-auth';
import { Endpoint, Input } from '@concordat/platform-http';
import { Database } from '@concordat/platform-persistence';
import { Controller } from '@nestjs/common';
import { PlannedAction } from '../imports/planned-action.entity.js';
import { dayBefore } from '../periods/period.js';

@Controller()
export class PlannedActionsController {
  constructor(private readonly database: Database) {}

  @Endpoint(listPlannedActions, 'signed-in', { unaudited: 'figures of areas and periods, which tell of nobody' })
  async listPlannedActions(@Input() { query }: InputOf<typeof listPlannedActions>): Promise<OutputOf<typeof listPlannedActions>> {
    const { partnershipId } = caller();
    const { items, next } = await this.database.rows(PlannedAction).page({ partnershipId }, { order: [{ createdAt: 'asc' }, { id: 'asc' }], ...query });
    return {
      items: items.map(({ id, priority, theme, action, owners, endDate, impact }) => ({ id, priority, theme, action, owners, lastDay: endDate === null ? null : dayBefore(endDate), impact })),
      next,
    };
  }
}
