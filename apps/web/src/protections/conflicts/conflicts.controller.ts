import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { protectionRoutes } from '@concordat/contracts-protocol';
import { NotFoundError } from '@concordat/platform-errors';
import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf, type Form } from '../../forms/form.js';
import { done, page, redirect, type Answer } from '../../layout/answers.js';
import { date } from '../../layout/times.js';
import { Services } from '../../services/services.js';

const routes = protectionRoutes('jag-cases');
const withdrawForm = formOf(z.object({ version: fields.version(), why: fields.text('Enter why there is no conflict any more', 2000) }));

@Controller('conflicts')
export class ConflictsController {
  constructor(private readonly services: Services) {}

  @Get()
  async show(@Query() query: unknown): Promise<Answer> {
    const { items } = await this.services.call(routes.myConflicts, {});
    return page('protections/conflicts/conflicts', {
      title: 'Conflicts of interest that you declared',
      back: '/account',
      success: done(query, { declared: 'Your conflict of interest has been recorded. You do not see the case any more', withdrawn: 'You have no conflict of interest there any more' }),
      rows: items.map(({ id, since, caseReference }) => ({ reference: caseReference ?? 'A case', since: date(since), end: `/conflicts/${id}` })),
    });
  }

  @Get(':conflictId')
  async ask(@Param('conflictId') conflictId: string): Promise<Answer> {
    const found = (await this.services.call(routes.myConflicts, {})).items.find(({ id }) => id === conflictId);
    if (found === undefined) throw new NotFoundError('conflict of interest');
    return this.page(withdrawForm.blank({ version: found.version }));
  }

  @Post(':conflictId')
  async withdraw(@Param('conflictId') conflictId: string, @Body() body: unknown): Promise<Answer> {
    const result = await withdrawForm.read(body).send((value, idempotencyKey) => this.services.call(routes.withdrawConflict, { params: { conflictId }, body: value, idempotencyKey }));
    return result.sent ? redirect('/conflicts', { done: 'withdrawn' }) : this.page(result.form);
  }

  private page(form: Form): Answer {
    return page('protections/conflicts/withdraw', { title: 'There is no conflict of interest any more', back: '/conflicts', form });
  }
}
