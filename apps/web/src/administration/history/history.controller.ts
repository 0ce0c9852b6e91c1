import { RECORD_KINDS, recordHistory } from '@concordat/contracts-partnership-registry';
import { NotFoundError } from '@concordat/platform-errors';
import { Controller, Get, Param } from '@nestjs/common';
import { z } from 'zod';
import type { Answer } from '../../layout/answers.js';
import { Names } from '../../services/names.js';
import { Services } from '../../services/services.js';
import { ForPeopleAdministrators } from '../access.js';
import { idsIn } from './history-words.js';
import { historyPage } from './history.presenter.js';

@Controller('administration/history')
@ForPeopleAdministrators()
export class HistoryController {
  constructor(
    private readonly services: Services,
    private readonly names: Names,
  ) {}

  @Get(':kind/:recordId')
  async show(@Param('kind') given: string, @Param('recordId') recordId: string): Promise<Answer> {
    const kind = z.enum(RECORD_KINDS).safeParse(given).data;
    if (kind === undefined) throw new NotFoundError('kind of record');
    const { changes } = await this.services.call(recordHistory, { params: { kind, recordId } });
    const names = await this.names.of({ userIds: changes.map(({ by }) => by), agencyIds: changes.flatMap(({ from, to }) => [...idsIn(from), ...idsIn(to)]) });
    return historyPage(kind, recordId, changes, names);
  }
}
