import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { moveAction, readAction } from '@concordat/contracts-jag-cases';
import type { Form } from '../../../forms/form.js';
import { done, redirect, type Answer } from '../../../layout/answers.js';
import { Names } from '../../../services/names.js';
import { Services } from '../../../services/services.js';
import { acceptActionForm } from './accept-action.form.js';
import { actionPage } from './action.presenter.js';

const DONE = { accepted: 'The action has been accepted', done: 'The action is done', 'not-done': 'The action is recorded as not done' };

@Controller('actions/:actionId')
export class ActionController {
  constructor(
    private readonly services: Services,
    private readonly names: Names,
  ) {}

  @Get()
  async show(@Param('actionId') actionId: string, @Query() query: unknown): Promise<Answer> {
    return this.page(actionId, null, done(query, DONE));
  }

  @Post()
  async accept(@Param('actionId') actionId: string, @Body() body: unknown): Promise<Answer> {
    const result = await acceptActionForm
      .read(body)
      .send(({ version }, idempotencyKey) => this.services.call(moveAction, { params: { actionId }, body: { version, move: { to: 'accepted' } }, idempotencyKey }));
    return result.sent ? redirect(`/actions/${actionId}`, { done: 'accepted' }) : this.page(actionId, result.form, null);
  }

  private async page(actionId: string, form: Form | null, success: string | null): Promise<Answer> {
    const action = await this.services.call(readAction, { params: { actionId } });
    const names = await this.names.of({ userIds: [action.userId], agencyIds: [action.agencyId] });
    return actionPage(action, names, form ?? acceptActionForm.blank({ version: action.version }), success);
  }
}
