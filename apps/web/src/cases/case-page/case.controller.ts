import { Controller, Get, Param, Query } from '@nestjs/common';
import { listItemForms, listOutcomes, readCase } from '@concordat/contracts-jag-cases';
import { getReferenceList, type ReferenceList } from '@concordat/contracts-partnership-registry';
import { done, type Answer } from '../../layout/answers.js';
import { Names } from '../../services/names.js';
import { Services } from '../../services/services.js';
import { Visitor, Visit } from '../../session/visit.js';
import { DONE_WORDS } from '../words/done-words.js';
import { casePage } from './case.presenter.js';
import { idsIn } from './names-in-case.js';

@Controller('cases/:caseId')
export class CaseController {
  constructor(
    private readonly services: Services,
    private readonly names: Names,
  ) {}

  @Get()
  async show(@Param('caseId') caseId: string, @Query() query: unknown, @Visitor() visit: Visit): Promise<Answer> {
    const [file, forms, outcomes, purposes, gateways] = await Promise.all([
      this.services.call(readCase, { params: { caseId } }),
      this.services.call(listItemForms, {}),
      this.services.call(listOutcomes, {}),
      this.listed('purposes'),
      this.listed('gateways'),
    ]);
    const names = await this.names.of(idsIn(file));
    return casePage({ file, forms: forms.items, outcomes: outcomes.items, names, codes: { purposes, gateways } }, visit, done(query, DONE_WORDS));
  }

  private async listed(list: ReferenceList): Promise<Map<string, string>> {
    const { entries } = await this.services.call(getReferenceList, { params: { list }, query: {} });
    return new Map(entries.map(({ code, name }) => [code, name]));
  }
}
