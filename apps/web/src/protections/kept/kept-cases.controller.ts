import { protectionRoutes, type CaseService } from '@concordat/contracts-protocol';
import { NotFoundError } from '@concordat/platform-errors';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { cursorOf } from '../../cases/cursor.js';
import type { Answer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import { Visit, Visitor } from '../../session/visit.js';
import { keptCasesPage } from './kept-cases.presenter.js';

const SERVICES: Readonly<Record<string, CaseService>> = { cases: 'jag-cases', referrals: 'referrals' };

/** By which those who keep registers, and have no sharing role, find what they look after. */
@Controller('kept/:kind')
export class KeptCasesController {
  constructor(private readonly services: Services) {}

  @Get()
  async show(@Param('kind') kind: string, @Query() query: unknown, @Visitor() visit: Visit): Promise<Answer> {
    const service = Object.hasOwn(SERVICES, kind) ? SERVICES[kind] : undefined;
    if (service === undefined) throw new NotFoundError('kind of record');
    const after = cursorOf(query);
    return keptCasesPage(kind, await this.services.call(protectionRoutes(service).kept, { query: after === null ? {} : { after } }), { after, erases: visit.hasRole('information-governance') });
  }
}
