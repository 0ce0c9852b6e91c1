import { readSeries } from '@concordat/contracts-indicators';
import { NotFoundError } from '@concordat/platform-errors';
import { Controller, Get, Query } from '@nestjs/common';
import { z } from 'zod';
import type { Answer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import { seriesPage } from './series.presenter.js';

const asked = z.object({ measure: z.string().max(201), area: z.string().max(100) });

@Controller('figures/series')
export class SeriesController {
  constructor(private readonly services: Services) {}

  @Get()
  async show(@Query() query: unknown): Promise<Answer> {
    const { data } = asked.safeParse(query);
    if (!data) throw new NotFoundError('series');
    return seriesPage(await this.services.call(readSeries, { query: data }));
  }
}
