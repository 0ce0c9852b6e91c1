import { Controller, Get, Param, Query } from '@nestjs/common';
import { cursorOf } from '../../cases/cursor.js';
import type { Answer } from '../../layout/answers.js';
import { Names } from '../../services/names.js';
import { Services } from '../../services/services.js';
import { kindOf } from '../kinds.js';
import { erasureListPage } from './erasure-list.presenter.js';

@Controller('kept/:kind/erasures')
export class ErasureListController {
  constructor(
    private readonly services: Services,
    private readonly names: Names,
  ) {}

  @Get()
  async show(@Param('kind') path: string, @Query() query: unknown): Promise<Answer> {
    const kind = kindOf(path);
    const after = cursorOf(query);
    const found = await this.services.call(kind.routes.list, { query: after === null ? {} : { after } });
    const names = await this.names.of({ userIds: found.items.flatMap(({ askedByUserId, decidedByUserId }) => [askedByUserId, decidedByUserId]), agencyIds: [] });
    return erasureListPage(kind, found, names, { query, after });
  }
}
