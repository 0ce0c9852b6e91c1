import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { endCircleEntry, readCase } from '@concordat/contracts-jag-cases';
import { NotFoundError } from '@concordat/platform-errors';
import { buttonForm, type Form } from '../../../forms/form.js';
import { redirect, type Answer } from '../../../layout/answers.js';
import { Names } from '../../../services/names.js';
import { Services } from '../../../services/services.js';
import { endPlacePage } from './end-place.presenter.js';

@Controller('cases/:caseId/circle/:entryId/end')
export class EndPlaceController {
  constructor(
    private readonly services: Services,
    private readonly names: Names,
  ) {}

  @Get()
  async show(@Param('caseId') caseId: string, @Param('entryId') entryId: string): Promise<Answer> {
    return this.page(caseId, entryId, buttonForm.blank());
  }

  @Post()
  async end(@Param('caseId') caseId: string, @Param('entryId') entryId: string, @Body() body: unknown): Promise<Answer> {
    const result = await buttonForm.read(body).send((_value, idempotencyKey) => this.services.call(endCircleEntry, { params: { caseId, entryId }, idempotencyKey }));
    return result.sent ? redirect(`/cases/${caseId}`, { done: 'place-ended' }) : this.page(caseId, entryId, result.form);
  }

  private async page(caseId: string, entryId: string, form: Form): Promise<Answer> {
    const file = await this.services.call(readCase, { params: { caseId } });
    const entry = file.circle.find(({ id }) => id === entryId);
    if (entry === undefined) throw new NotFoundError('circle entry');
    const names = await this.names.of({ agencyIds: [entry.agencyId] });
    return endPlacePage(file, names.agency(entry.agencyId), form);
  }
}
