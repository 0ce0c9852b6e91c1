import { listReferralOutcomes, moveReferral, readReferral } from '@concordat/contracts-referrals';
import { NotFoundError } from '@concordat/platform-errors';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { redirect, type Answer } from '../../layout/answers.js';
import { Names } from '../../services/names.js';
import { Services } from '../../services/services.js';
import { stepPage, type StepAnswers } from './step.presenter.js';
import { stepOf, type Step } from './steps.js';

/** One page a step of a referral's life. */
@Controller('referrals/:referralId/steps/:to')
export class StepController {
  constructor(
    private readonly services: Services,
    private readonly names: Names,
  ) {}

  @Get()
  async show(@Param('referralId') referralId: string, @Param('to') to: string): Promise<Answer> {
    return stepPage(known(to), await this.answers(referralId));
  }

  @Post()
  async make(@Param('referralId') referralId: string, @Param('to') to: string, @Body() body: unknown): Promise<Answer> {
    const step = known(to);
    const { items: outcomes } = await this.services.call(listReferralOutcomes, {});
    const result = await step.form.read(body).send((value, idempotencyKey) =>
      this.services.call(moveReferral, { params: { referralId }, body: { version: value.version, transition: step.transition(value, outcomes) }, idempotencyKey }),
    );
    if (result.sent) return redirect(`/referrals/${referralId}`, { done: 'moved' });
    return stepPage(step, await this.answers(referralId), result.form);
  }

  private async answers(referralId: string): Promise<StepAnswers> {
    const [file, outcomes] = await Promise.all([this.services.call(readReferral, { params: { referralId } }), this.services.call(listReferralOutcomes, {})]);
    return { file, outcomes: outcomes.items, names: await this.names.of({ userIds: file.possibleWorkers }) };
  }
}

function known(to: string): Step {
  const step = stepOf(to);
  if (!step) throw new NotFoundError('step');
  return step;
}
