import { protectionRoutes, type CaseService } from '@concordat/contracts-protocol';
import { NotFoundError } from '@concordat/platform-errors';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf } from '../../forms/form.js';
import { redirect, type Answer } from '../../layout/answers.js';
import { Names } from '../../services/names.js';
import { Services } from '../../services/services.js';
import { readersPage } from './readers.presenter.js';

const PLACES: Readonly<Record<string, CaseService>> = { cases: 'jag-cases', referrals: 'referrals' };
const decideForm = formOf(z.object({ version: fields.version(), decision: z.enum(['confirmed', 'refused']) }));

/** Readers of marked information that wait for a second person, for those who may be it: also without seeing the information. */
@Controller('kept/readers')
export class ReadersController {
  constructor(
    private readonly services: Services,
    private readonly names: Names,
  ) {}

  @Get()
  async show(@Query() query: unknown): Promise<Answer> {
    const waiting = await Promise.all(
      Object.entries(PLACES).map(async ([place, service]) => (await this.services.call(protectionRoutes(service).waitingReaders, {})).items.map((request) => ({ place, request }))),
    );
    const requests = waiting.flat();
    return readersPage(requests, await this.names.of({ userIds: requests.flatMap(({ request }) => [request.userId, request.askedByUserId]) }), query);
  }

  @Post(':place/:itemId/:requestId')
  async decide(@Param('place') place: string, @Param('itemId') itemId: string, @Param('requestId') requestId: string, @Body() body: unknown): Promise<Answer> {
    const service = Object.hasOwn(PLACES, place) ? PLACES[place] : undefined;
    if (service === undefined) throw new NotFoundError('request');
    const result = await decideForm
      .read(body)
      .send((value, idempotencyKey) => this.services.call(protectionRoutes(service).decideReader, { params: { itemId, requestId }, body: value, idempotencyKey }));
    return redirect('/kept/readers', result.sent ? { done: 'decided' } : {});
  }
}
