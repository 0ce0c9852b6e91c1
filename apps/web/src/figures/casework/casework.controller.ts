import { readCaseworkFigures } from '@concordat/contracts-indicators';
import { Controller, Get, Query } from '@nestjs/common';
import { z } from 'zod';
import type { Answer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import { caseworkPage } from './casework.presenter.js';

/** A financial year of the address; what is none counts as not given. */
const asked = z.object({ year: z.string().regex(/^\d{4}-\d{2}$/) });

@Controller('figures')
export class CaseworkFiguresController {
  constructor(private readonly services: Services) {}

  @Get()
  async show(@Query() query: unknown): Promise<Answer> {
    const year = asked.safeParse(query).data?.year;
    return caseworkPage(await this.services.call(readCaseworkFigures, { query: year === undefined ? {} : { year } }));
  }
}
