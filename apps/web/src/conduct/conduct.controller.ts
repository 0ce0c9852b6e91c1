import { listDeputising, listStaff } from '@concordat/contracts-partnership-registry';
import { AUDIT_READERS, conductRoutes, SERVICE_NAMES } from '@concordat/contracts-protocol';
import { NotAllowedError, NotFoundError } from '@concordat/platform-errors';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { cursorOf } from '../cases/cursor.js';
import type { Answer } from '../layout/answers.js';
import { Names } from '../services/names.js';
import { Services } from '../services/services.js';
import { Visit, Visitor } from '../session/visit.js';
import { conductPage, peoplePage } from './conduct.presenter.js';

/** What is not understood of the address counts as not given. */
const filterOf = z.object({ who: z.enum(['present', 'former']).catch('present') });

@Controller('conduct')
export class ConductController {
  constructor(
    private readonly services: Services,
    private readonly names: Names,
  ) {}

  @Get()
  async people(@Visitor() visit: Visit, @Query() query: unknown): Promise<Answer> {
    const agencyId = agencyOf(visit);
    const after = cursorOf(query);
    const { who } = filterOf.parse(query);
    const former = who === 'former' ? ({ former: 'yes' } as const) : {};
    return peoplePage(await this.services.call(listStaff, { query: { agencyId, ...former, ...(after === null ? {} : { after }) } }), who, after);
  }

  @Get(':userId')
  async overview(@Param('userId') userId: string, @Visitor() visit: Visit): Promise<Answer> {
    return this.inService(userId, 'jag-cases', visit, {});
  }

  @Get(':userId/:service')
  async inService(@Param('userId') userId: string, @Param('service') given: string, @Visitor() visit: Visit, @Query() query: unknown): Promise<Answer> {
    agencyOf(visit);
    const service = SERVICE_NAMES.find((name) => name === given);
    if (service === undefined) throw new NotFoundError('service');
    const after = cursorOf(query);
    const [found, names, { items: deputising }] = await Promise.all([
      this.services.call(conductRoutes(service).list, { params: { userId }, query: after === null ? {} : { after } }),
      this.names.of({ userIds: [userId] }),
      this.services.call(listDeputising, { params: { userId } }),
    ]);
    return conductPage({ userId, name: names.user(userId), service, found, after, deputising: new Map(deputising.map(({ membershipId, forName }) => [membershipId, forName])) });
  }
}

/** The agency whose audit the visitor reads. */
function agencyOf(visit: Visit): string {
  if (visit.acting === null || !visit.hasRole(...AUDIT_READERS)) throw new NotAllowedError('Only information governance leads and auditors can see what people of their agency did.');
  return visit.acting.agencyId;
}
