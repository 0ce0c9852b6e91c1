import { COUNTED_OF_CASES, financialQuarterNumber, financialYearCode, readCaseworkFigures } from '@concordat/contracts-indicators';
import { listFigureCases, readCaseFigures } from '@concordat/contracts-jag-cases';
import { NotAllowedError, NotFoundError } from '@concordat/platform-errors';
import { Controller, Get, Query } from '@nestjs/common';
import { z } from 'zod';
import type { Answer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import { casesBehindPage } from './cases-behind.presenter.js';

const asked = z.object({
  measure: z.enum(COUNTED_OF_CASES),
  forum: z.string().optional(),
  year: financialYearCode,
  quarter: financialQuarterNumber.optional(),
  after: z.string().max(500).optional(),
});
export type Asked = z.output<typeof asked>;

/** The cases behind an exact figure: those that the reader may open, as the figure counts them. */
@Controller('figures/cases')
export class CasesBehindController {
  constructor(private readonly services: Services) {}

  @Get()
  async show(@Query() query: unknown): Promise<Answer> {
    const read = asked.safeParse(query);
    if (!read.success) throw new NotFoundError('a figure of this address');
    const { year } = read.data;
    const figures = await this.services.call(readCaseworkFigures, { query: { year } });
    if (figures.published) throw new NotAllowedError('Figures open to their cases for those who work on them at the agency that runs the forum.');
    const [{ rows }, cases] = await Promise.all([this.services.call(readCaseFigures, { query: { year } }), this.services.call(listFigureCases, { query: read.data })]);
    return casesBehindPage(read.data, { ...figures, rows }, cases);
  }
}
