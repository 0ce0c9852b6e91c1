import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { NotFoundError } from '@concordat/platform-errors';
import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf, type Form } from '../../forms/form.js';
import { page, redirect, type Answer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import { Visit, Visitor } from '../../session/visit.js';
import { recordOf, recordPages } from '../record.js';

const endEntryForm = formOf(z.object({ version: fields.version(), why: fields.text('Enter why the entry ends', 2000) }));

@Controller(recordPages('protections/register/:entryId/end'))
export class EndEntryController {
  constructor(private readonly services: Services) {}

  @Get()
  async show(@Param('caseId') caseId: string, @Param('entryId') entryId: string, @Visitor() visit: Visit): Promise<Answer> {
    const record = recordOf(visit, caseId);
    const entry = (await this.services.call(record.protections.read, { params: { caseId } })).register.find(({ id }) => id === entryId);
    if (entry === undefined) throw new NotFoundError('entry of the register');
    return this.page(record.home, endEntryForm.blank({ version: entry.version }));
  }

  @Post()
  async end(@Param('caseId') caseId: string, @Param('entryId') entryId: string, @Visitor() visit: Visit, @Body() body: unknown): Promise<Answer> {
    const record = recordOf(visit, caseId);
    const result = await endEntryForm
      .read(body)
      .send((value, idempotencyKey) => this.services.call(record.protections.endInRegister, { params: { caseId, entryId }, body: value, idempotencyKey }));
    return result.sent ? redirect(`${record.home}/protections`, { done: 'ended' }) : this.page(record.home, result.form);
  }

  private page(home: string, form: Form): Answer {
    return page('protections/end-entry/end-entry', { title: 'End an entry of the register', back: `${home}/protections`, form });
  }
}
