import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { moveAction, readAction } from '@concordat/contracts-jag-cases';
import { Elsewhere, redirect, type Answer } from '../../../layout/answers.js';
import { Services } from '../../../services/services.js';
import { finishActionForm } from './finish-action.form.js';
import { finishActionPage } from './finish-action.presenter.js';

@Controller('actions/:actionId/finish')
export class FinishActionController {
  constructor(private readonly services: Services) {}

  @Get()
  async show(@Param('actionId') actionId: string): Promise<Answer> {
    const action = await this.services.call(readAction, { params: { actionId } });
    if (!action.mine) throw new Elsewhere(`/actions/${actionId}`);
    return finishActionPage(action, finishActionForm.blank({ version: action.version }));
  }

  @Post()
  async finish(@Param('actionId') actionId: string, @Body() body: unknown): Promise<Answer> {
    const result = await finishActionForm.read(body).send(
      async ({ version, to, result: came, whyNot }, idempotencyKey) => {
        await this.services.call(moveAction, { params: { actionId }, body: { version, move: { to, result: to === 'done' ? came : whyNot } }, idempotencyKey });
        return to;
      },
      { labels: { state: 'State', finishedAt: 'Finished', resultItemId: 'Result' } },
    );
    if (result.sent) return redirect(`/actions/${actionId}`, { done: result.answer });
    return finishActionPage(await this.services.call(readAction, { params: { actionId } }), result.form);
  }
}
