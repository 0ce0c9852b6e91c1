import { id } from '@concordat/contracts-protocol';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { cursorOf } from '../../cases/cursor.js';
import type { Answer } from '../../layout/answers.js';
import { SHARING_ROLES } from '../../layout/roles.js';
import { Names } from '../../services/names.js';
import { Services } from '../../services/services.js';
import { Visit, Visitor } from '../../session/visit.js';
import { recordOf, recordPages } from '../record.js';
import { looksPage } from './looks.presenter.js';

/** Whose looks alone are shown; what is not understood of the address counts as not given. */
const filterOf = z.object({ person: id.optional().catch(undefined), agency: id.optional().catch(undefined) });

@Controller(recordPages('looks'))
export class LooksController {
  constructor(
    private readonly services: Services,
    private readonly names: Names,
  ) {}

  @Get()
  async show(@Param('caseId') caseId: string, @Visitor() visit: Visit, @Query() query: unknown): Promise<Answer> {
    const record = recordOf(visit, caseId);
    const after = cursorOf(query);
    const { person, agency } = filterOf.parse(query);
    const found = await this.services.call(record.looks.ofCase, {
      params: { caseId }, query: { ...(person === undefined ? {} : { userId: person }), ...(agency === undefined ? {} : { agencyId: agency }), ...(after === null ? {} : { after }) },
    });
    const names = await this.names.of({ userIds: [person ?? null, ...found.items.map(({ userId }) => userId)], agencyIds: [agency ?? null, ...found.items.map(({ agencyId }) => agencyId)] });
    return looksPage(found, names, { ...record, person: person ?? null, agency: agency ?? null, after, mayOpen: visit.hasRole(...SHARING_ROLES) });
  }
}
