import { Controller, Get, Query } from '@nestjs/common';
import { countCases, listCases, listForums } from '@concordat/contracts-jag-cases';
import { cursorOf } from '../cursor.js';
import type { Answer } from '../../layout/answers.js';
import { Names } from '../../services/names.js';
import { Services } from '../../services/services.js';
import { caseFilterOf, type CaseFilter } from './case-list.form.js';
import { caseListPage } from './case-list.presenter.js';

@Controller('cases')
export class CaseListController {
  constructor(
    private readonly services: Services,
    private readonly names: Names,
  ) {}

  @Get()
  async show(@Query() query: unknown): Promise<Answer> {
    const filter = caseFilterOf(query);
    const after = cursorOf(query);
    const [cases, counts, forums] = await Promise.all([
      this.services.call(listCases, { query: { ...queryOf(filter), ...(after === null ? {} : { after }) } }),
      this.services.call(countCases, {}),
      this.services.call(listForums, {}),
    ]);
    const names = await this.names.of({ userIds: cases.items.map((row) => row.leadUserId) });
    return caseListPage({ cases, counts: counts.states, forums: forums.items, names }, filter, after);
  }
}

function queryOf({ show, forum, mine }: CaseFilter) {
  return { ...shownBy(show), ...(forum === '' ? {} : { forum }), ...(mine ? { lead: 'me' as const } : {}) };
}

function shownBy(show: CaseFilter['show']) {
  switch (show) {
    case 'open':
      return { open: 'yes' as const };
    case 'ended':
      return { open: 'no' as const };
    case 'all':
      return {};
    default:
      return { state: show };
  }
}
