import { readDashboard } from '@concordat/contracts-indicators';
import { Controller, Get, Query } from '@nestjs/common';
import { z } from 'zod';
import type { Answer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import { crimePage } from './crime.presenter.js';

const asked = z.object({ district: z.string().optional(), against: z.enum(['year-before', 'period-before']).catch('year-before') });

@Controller('figures/crime')
export class CrimeController {
  constructor(private readonly services: Services) {}

  @Get()
  async show(@Query() query: unknown): Promise<Answer> {
    const { district, against } = asked.safeParse(query).data ?? { district: undefined, against: 'year-before' as const };
    return crimePage(await this.services.call(readDashboard, { query: { months: 24, against } }), district);
  }
}
