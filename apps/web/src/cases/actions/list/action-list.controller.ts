import { Controller, Get, Query } from '@nestjs/common';
import { listActions } from '@concordat/contracts-jag-cases';
import { z } from 'zod';
import type { Answer } from '../../../layout/answers.js';
import { Names } from '../../../services/names.js';
import { Services } from '../../../services/services.js';
import { cursorOf } from '../../cursor.js';
import { actionListPage, type ActionFilter } from './action-list.presenter.js';

/** What is not understood of the address counts as not given. */
const filterOf = z.object({ which: z.enum(['open', 'overdue', 'finished']).catch('open'), whose: z.enum(['agency', 'mine']).catch('agency') });

@Controller('actions')
export class ActionListController {
  constructor(
    private readonly services: Services,
    private readonly names: Names,
  ) {}

  @Get()
  async show(@Query() query: unknown): Promise<Answer> {
    const filter: ActionFilter = filterOf.parse(query);
    const after = cursorOf(query);
    const list = await this.services.call(listActions, { query: { ...filter, ...(after === null ? {} : { after }) } });
    const names = await this.names.of({ userIds: list.items.map((action) => action.userId) });
    return actionListPage(list, names, filter, after);
  }
}
