import { readDashboard } from '@concordat/contracts-indicators';
import type { OutputOf } from '@concordat/contracts-protocol';
import { Controller, Get, Query } from '@nestjs/common';
import { z } from 'zod';
import type { Answer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import { crimePage } from './crime.presenter.js';

const asked = z.object({ district: z.string().optional().catch(undefined), against: z.enum(['year-before', 'period-before']).optional().catch(undefined) });
type Against = NonNullable<z.output<typeof asked>['against']>;

@Controller('figures/crime')
export class CrimeController {
  constructor(private readonly services: Services) {}

  @Get()
  async show(@Query() query: unknown): Promise<Answer> {
    const { district, against } = asked.safeParse(query).data ?? {};
    return crimePage(against === undefined ? await this.compared() : await this.against(against), district);
  }

  /** With the year before, unless there are no figures of then: with the month before. */
  private async compared(): Promise<OutputOf<typeof readDashboard>> {
    const dashboard = await this.against('year-before');
    const comparable = dashboard.districts.some(({ measures }) => measures.some(({ movement }) => movement !== null));
    return comparable ? dashboard : this.against('period-before');
  }

  private against(against: Against): Promise<OutputOf<typeof readDashboard>> {
    return this.services.call(readDashboard, { query: { months: 24, against } });
  }
}
