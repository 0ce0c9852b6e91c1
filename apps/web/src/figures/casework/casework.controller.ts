import { financialYearCode, readCaseworkFigures } from '@concordat/contracts-indicators';
import { readCaseFigures } from '@concordat/contracts-jag-cases';
import { Controller, Get, Query } from '@nestjs/common';
import { z } from 'zod';
import type { Answer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import { caseworkPage } from './casework.presenter.js';

/** A financial year of the address; what is none counts as not given. */
const asked = z.object({ year: financialYearCode });

@Controller('figures')
export class CaseworkFiguresController {
  constructor(private readonly services: Services) {}

  @Get()
  async show(@Query() query: unknown): Promise<Answer> {
    const year = asked.safeParse(query).data?.year;
    const figures = await this.services.call(readCaseworkFigures, { query: year === undefined ? {} : { year } });
    if (figures.published) return caseworkPage(figures);
    const { rows } = await this.services.call(readCaseFigures, { query: { year: figures.year.code } });
    return caseworkPage({ ...figures, rows });
  }
}
