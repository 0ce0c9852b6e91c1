import { NotFoundError } from '@concordat/platform-errors';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import type { Answer } from '../../../layout/answers.js';
import { Names } from '../../../services/names.js';
import { Services } from '../../../services/services.js';
import { ACTIONS } from '../ask/ask.form.js';
import { placeOf } from '../ask/ask.controller.js';
import { SIMULATORS } from '../simulator-place.js';
import { answerPage } from './answer.presenter.js';

const address = z.object({ who: z.uuid(), action: z.enum(ACTIONS), at: z.iso.datetime({ offset: true }).optional() });

@Controller('who-can-see/:place/:itemId/answer')
export class SimulatedAnswerController {
  constructor(
    private readonly services: Services,
    private readonly names: Names,
  ) {}

  @Get()
  async show(@Param('place') given: string, @Param('itemId') itemId: string, @Query() query: unknown): Promise<Answer> {
    const place = placeOf(given);
    const asked = address.safeParse(query).data;
    if (asked === undefined) throw new NotFoundError('page');
    const { who: membershipId, ...rest } = asked;
    const simulation = await this.services.call(SIMULATORS[place].answer, { params: { itemId }, query: { membershipId, ...rest } });
    const names = await this.names.of({ userIds: [simulation.asked.userId], agencyIds: [simulation.asked.agencyId] });
    return answerPage(simulation, place, names);
  }
}
