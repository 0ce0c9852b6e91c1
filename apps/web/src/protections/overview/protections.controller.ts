import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { NotFoundError } from '@concordat/platform-errors';
import { z } from 'zod';
import { buttonForm, formOf } from '../../forms/form.js';
import { redirect, type Answer } from '../../layout/answers.js';
import { Names } from '../../services/names.js';
import { Services } from '../../services/services.js';
import { Visit, Visitor } from '../../session/visit.js';
import { recordOf, recordPages } from '../record.js';
import { protectionsPage } from './protections.presenter.js';

const answerForm = formOf(z.object({ keepFrom: z.enum(['yes', 'no']) }));

@Controller(recordPages('protections'))
export class ProtectionsController {
  constructor(
    private readonly services: Services,
    private readonly names: Names,
  ) {}

  @Get()
  async show(@Param('caseId') caseId: string, @Visitor() visit: Visit, @Query() query: unknown): Promise<Answer> {
    const record = recordOf(visit, caseId);
    const found = await this.services.call(record.protections.read, { params: { caseId } });
    const names = await this.names.of({
      userIds: [
        ...found.register.flatMap(({ who, addedByUserId }) => [who.kind === 'user' ? who.userId : null, addedByUserId]),
        ...found.nearMatches.map(({ userId }) => userId),
        ...found.exclusions.flatMap(({ userId, addedByUserId }) => [userId, addedByUserId]),
      ],
      agencyIds: [...found.register.map(({ who }) => (who.kind === 'agency' ? who.agencyId : null)), ...found.nearMatches.map(({ agencyId }) => agencyId)],
    });
    return protectionsPage(found, names, record, query);
  }

  @Post('near-matches/:matchId')
  async answer(@Param('caseId') caseId: string, @Param('matchId') matchId: string, @Visitor() visit: Visit, @Body() body: unknown): Promise<Answer> {
    const record = recordOf(visit, caseId);
    const match = (await this.services.call(record.protections.read, { params: { caseId } })).nearMatches.find(({ id }) => id === matchId);
    if (match === undefined) throw new NotFoundError('near match');
    const result = await answerForm.read(body).send(({ keepFrom }, idempotencyKey) =>
      this.services.call(record.protections.answerNearMatch, { params: { caseId, matchId }, body: { version: match.version, keepFrom: keepFrom === 'yes' }, idempotencyKey }),
    );
    return redirect(`${record.home}/protections`, result.sent ? { done: 'answered' } : {});
  }

  @Post('exclusions/:exclusionId/end')
  async endExclusion(@Param('caseId') caseId: string, @Param('exclusionId') exclusionId: string, @Visitor() visit: Visit, @Body() body: unknown): Promise<Answer> {
    const record = recordOf(visit, caseId);
    const result = await buttonForm
      .read(body)
      .send((_value, idempotencyKey) => this.services.call(record.protections.endExclusion, { params: { caseId, exclusionId }, idempotencyKey }));
    return redirect(`${record.home}/protections`, result.sent ? { done: 'let-in' } : {});
  }
}
