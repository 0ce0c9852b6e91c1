import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { giveAction, readCase } from '@concordat/contracts-jag-cases';
import { listStaff } from '@concordat/contracts-partnership-registry';
import { z } from 'zod';
import { done, redirect, type Answer } from '../../../layout/answers.js';
import { Names } from '../../../services/names.js';
import { Services } from '../../../services/services.js';
import { agenciesNow } from '../../case-file.js';
import { ANYONE, giveActionForm } from './give-action.form.js';
import { giveActionPage, type GiveActionGiven } from './give-action.presenter.js';

const SAID = { 'action-given': 'The action has been given. Give the next one', decided: 'The decision has been recorded. Give the first action' };

const fromMeeting = z.object({ meeting: z.uuid() });

@Controller('cases/:caseId/actions/new')
export class GiveActionController {
  constructor(
    private readonly services: Services,
    private readonly names: Names,
  ) {}

  @Get()
  async show(@Param('caseId') caseId: string, @Query() query: unknown): Promise<Answer> {
    const given = await this.given(caseId, query);
    return giveActionPage(given, formFor(given).blank({ userId: ANYONE }), done(query, SAID));
  }

  @Post()
  async give(@Param('caseId') caseId: string, @Query() query: unknown, @Body() body: unknown): Promise<Answer> {
    const given = await this.given(caseId, query);
    const { meetingId } = given;
    const result = await formFor(given)
      .read(body)
      .send(async ({ what, agencyId, userId, due, kind, another }, idempotencyKey) => {
        const action = { what, agencyId, userId: userId === ANYONE ? null : userId, due, kind, meetingId };
        await this.services.call(giveAction, { params: { caseId }, body: action, idempotencyKey });
        return another;
      });
    if (!result.sent) return giveActionPage(given, result.form, null);
    const here = `/cases/${caseId}/actions/new${meetingId === null ? '' : `?meeting=${meetingId}`}`;
    const there = meetingId === null ? `/cases/${caseId}` : `/meetings/${meetingId}`;
    return redirect(result.answer ? here : there, { done: 'action-given' });
  }

  private async given(caseId: string, query: unknown): Promise<GiveActionGiven> {
    const file = await this.services.call(readCase, { params: { caseId } });
    const agencyIds = agenciesNow(file);
    const [names, staff] = await Promise.all([
      this.names.of({ agencyIds }),
      Promise.all(agencyIds.map((agencyId) => this.services.call(listStaff, { query: { agencyId, size: 100 } }))),
    ]);
    return {
      file,
      agencies: agencyIds.map((id) => ({ id, name: names.agency(id) })),
      staff: staff.flatMap(({ items }) => items),
      meetingId: fromMeeting.safeParse(query).data?.meeting ?? null,
    };
  }
}

function formFor({ agencies, staff }: GiveActionGiven) {
  return giveActionForm(agencies.map(({ id }) => id), staff.map(({ userId }) => userId));
}
