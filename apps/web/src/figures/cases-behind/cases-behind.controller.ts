import { COUNTED_OF_CASES, listFigureCases, readCaseworkFigures } from '@concordat/contracts-indicators';
import { listCases } from '@concordat/contracts-jag-cases';
import { NotFoundError } from '@concordat/platform-errors';
import { Controller, Get, Query } from '@nestjs/common';
import { z } from 'zod';
import type { Answer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import { casesBehindPage } from './cases-behind.presenter.js';

const asked = z.object({
  measure: z.enum(COUNTED_OF_CASES),
  forum: z.string().optional(),
  year: z.string().regex(/^\d{4}-\d{2}$/),
  quarter: z.enum(['1', '2', '3', '4']).optional(),
  after: z.uuid().optional().catch(undefined),
});
export type Asked = z.output<typeof asked>;

/** The cases behind a figure, of those that the reader may see. */
@Controller('figures/cases')
export class CasesBehindController {
  constructor(private readonly services: Services) {}

  @Get()
  async show(@Query() query: unknown): Promise<Answer> {
    const read = asked.safeParse(query);
    if (!read.success) throw new NotFoundError('a figure of this address');
    const [counted, figures] = await Promise.all([
      this.services.call(listFigureCases, { query: read.data }),
      this.services.call(readCaseworkFigures, { query: { year: read.data.year } }),
    ]);
    const { caseIds, next } = counted;
    const cases = caseIds.length === 0 ? [] : (await this.services.call(listCases, { query: { ids: caseIds.join(','), size: 50 } })).items;
    return casesBehindPage(read.data, figures, cases, next);
  }
}
