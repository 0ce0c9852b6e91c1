import { caseworkPeriods } from '@concordat/contracts-indicators';
import { listFigureCases, readCaseFigures } from '@concordat/contracts-jag-cases';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { NotFoundError } from '@concordat/platform-errors';
import { Endpoint, Input } from '@concordat/platform-http';
import { Controller } from '@nestjs/common';
import { CaseList } from '../cases/case-list.js';
import { CaseFigures } from './case-figures.js';

const YEAR = 5;
const yearOf = (code: string): number => Number(code.slice(0, 4));

@Controller()
export class FiguresController {
  constructor(
    private readonly figures: CaseFigures,
    private readonly list: CaseList,
    private readonly audit: Audit,
  ) {}

  @Endpoint(readCaseFigures, 'signed-in', { unaudited: 'numbers alone' })
  async read(@Input() { query }: InputOf<typeof readCaseFigures>): Promise<OutputOf<typeof readCaseFigures>> {
    return { rows: await this.figures.rows(yearOf(query.year)) };
  }

  @Endpoint(listFigureCases, 'signed-in')
  async cases(@Input() { query }: InputOf<typeof listFigureCases>): Promise<OutputOf<typeof listFigureCases>> {
    const { measure, forum, year, quarter, after, size } = query;
    const period = caseworkPeriods(yearOf(year))[Number(quarter ?? YEAR) - 1];
    if (period === undefined) throw new NotFoundError('period');
    const page = await this.list.page({ where: this.figures.behind({ measure, forum, period }) }, { after, size });
    await this.audit.record({ action: 'listed', kind: 'case', ids: page.items.map((row) => row.id) });
    return page;
  }
}
