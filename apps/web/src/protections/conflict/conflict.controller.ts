import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { readCase } from '@concordat/contracts-jag-cases';
import { protectionRoutes } from '@concordat/contracts-protocol';
import { z } from 'zod';
import { personName } from '../../cases/case-file.js';
import * as fields from '../../forms/fields.js';
import { formOf, type Form } from '../../forms/form.js';
import { page, redirect, type Answer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';

const routes = protectionRoutes('jag-cases');
const conflictForm = (ids: readonly string[]) => formOf(z.object({ subjectIds: fields.choicesOf(ids, 'Select whom you know') }));

@Controller('cases/:caseId/conflict')
export class ConflictController {
  constructor(private readonly services: Services) {}

  @Get()
  async show(@Param('caseId') caseId: string): Promise<Answer> {
    return this.page(caseId, conflictForm([]).blank());
  }

  @Post()
  async declare(@Param('caseId') caseId: string, @Body() body: unknown): Promise<Answer> {
    const { people } = await this.services.call(readCase, { params: { caseId } });
    const result = await conflictForm(people.map(({ subjectId }) => subjectId))
      .read(body)
      .send(({ subjectIds }, idempotencyKey) => this.services.call(routes.declareConflict, { params: { caseId }, body: { subjectIds }, idempotencyKey }));
    return result.sent ? redirect('/conflicts', { done: 'declared' }) : this.page(caseId, result.form);
  }

  private async page(caseId: string, form: Form): Promise<Answer> {
    const file = await this.services.call(readCase, { params: { caseId } });
    return page('protections/conflict/conflict', {
      title: 'Say that you know somebody of a case',
      back: `/cases/${caseId}`,
      form,
      reference: file.reference,
      people: file.people.map((person) => ({ value: person.subjectId, text: personName(person) })),
    });
  }
}
