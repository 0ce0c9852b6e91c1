import { erasureHold, type ErasureHold, type ErasureRoutes, type InputOf } from '@concordat/contracts-protocol';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { Form } from '../../forms/form.js';
import { redirect, type Answer } from '../../layout/answers.js';
import { Names } from '../../services/names.js';
import { Services } from '../../services/services.js';
import { kindOf } from '../kinds.js';
import { decideErasureForm } from './decide-erasure.form.js';
import { decideErasurePage } from './decide-erasure.presenter.js';

@Controller('kept/:kind/erasures/:erasureId')
export class DecideErasureController {
  constructor(
    private readonly services: Services,
    private readonly names: Names,
  ) {}

  @Get()
  async show(@Param('kind') path: string, @Param('erasureId') erasureId: string): Promise<Answer> {
    return this.#page(path, erasureId, null);
  }

  @Post()
  async decide(@Param('kind') path: string, @Param('erasureId') erasureId: string, @Body() body: unknown): Promise<Answer> {
    const kind = kindOf(path);
    const result = await decideErasureForm
      .read(body)
      .send((value, idempotencyKey) => this.services.call(kind.routes.decide, { params: { erasureId }, body: decisionOf(value), idempotencyKey }));
    return result.sent ? redirect(`/kept/${path}/erasures`, { done: result.answer.state }) : this.#page(path, erasureId, result.form);
  }

  async #page(path: string, erasureId: string, form: Form | null): Promise<Answer> {
    const kind = kindOf(path);
    const found = await this.services.call(kind.routes.read, { params: { erasureId } });
    const names = await this.names.of({ userIds: [found.askedByUserId, found.decidedByUserId], agencyIds: [] });
    return decideErasurePage(kind, found, names, form ?? decideErasureForm.blank({ version: found.version }));
  }
}

type Decision = InputOf<ErasureRoutes['decide']>['body'];

function decisionOf({ version, decision, hold }: { version: number; decision: 'erase' | 'hold'; hold: ErasureHold | '' }): Decision {
  return decision === 'erase' ? { version, decision } : { version, decision, hold: erasureHold.parse(hold) };
}
