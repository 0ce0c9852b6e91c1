import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf, type Form } from '../../forms/form.js';
import { page, redirect, type Answer } from '../../layout/answers.js';
import { Names } from '../../services/names.js';
import { Services } from '../../services/services.js';
import { Visit, Visitor } from '../../session/visit.js';
import { recordOf, recordPages } from '../record.js';
import { staffChoices } from '../staff-choices.js';

const excludeForm = formOf(z.object({ userId: fields.line('Select a member of staff'), why: fields.text('Enter why they are kept from it', 2000) }));

@Controller(recordPages('protections/exclusions/new'))
export class ExcludeController {
  constructor(
    private readonly services: Services,
    private readonly names: Names,
  ) {}

  @Get()
  async show(@Param('caseId') caseId: string, @Visitor() visit: Visit): Promise<Answer> {
    return this.page(caseId, visit, excludeForm.blank());
  }

  @Post()
  async exclude(@Param('caseId') caseId: string, @Visitor() visit: Visit, @Body() body: unknown): Promise<Answer> {
    const record = recordOf(visit, caseId);
    const result = await excludeForm
      .read(body)
      .send((value, idempotencyKey) => this.services.call(record.protections.exclude, { params: { caseId }, body: value, idempotencyKey }), {
        rules: { 'user-unknown': 'userId', 'not-oneself': 'userId', 'already-excluded': 'userId' },
      });
    return result.sent ? redirect(`${record.home}/protections`, { done: 'excluded' }) : this.page(caseId, visit, result.form);
  }

  private async page(caseId: string, visit: Visit, form: Form): Promise<Answer> {
    const record = recordOf(visit, caseId);
    const { staff, reference } = await this.services.call(record.protections.read, { params: { caseId } });
    const names = await this.names.of({ userIds: staff.map(({ userId }) => userId), agencyIds: staff.map(({ agencyId }) => agencyId) });
    return page('protections/exclude/exclude', { title: 'Keep a colleague from it', back: `${record.home}/protections`, form, reference, word: record.word, staff: staffChoices(staff, names) });
  }
}
