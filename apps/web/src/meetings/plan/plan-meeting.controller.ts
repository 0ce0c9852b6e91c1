import { Body, Controller, Get, Post } from '@nestjs/common';
import { listForums, planMeeting } from '@concordat/contracts-jag-cases';
import { instantAt } from '../../cases/words/london-time.js';
import { redirect, type Answer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import { Visitor, Visit } from '../../session/visit.js';
import { planMeetingForm } from './plan-meeting.form.js';
import { planMeetingPage } from './plan-meeting.presenter.js';

@Controller('meetings/new')
export class PlanMeetingController {
  constructor(private readonly services: Services) {}

  @Get()
  async show(@Visitor() visit: Visit): Promise<Answer> {
    const forums = await this.forums(visit);
    return planMeetingPage(forums, planMeetingForm(forums.map(({ code }) => code)).blank({ forumCode: forums.length === 1 ? forums[0]?.code : undefined }));
  }

  @Post()
  async plan(@Visitor() visit: Visit, @Body() body: unknown): Promise<Answer> {
    const forums = await this.forums(visit);
    const result = await planMeetingForm(forums.map(({ code }) => code))
      .read(body)
      .send(({ forumCode, on, time, place }, idempotencyKey) => this.services.call(planMeeting, { body: { forumCode, at: instantAt(on, time), place }, idempotencyKey }), {
        fields: { at: 'time' },
      });
    return result.sent ? redirect(`/meetings/${result.answer.id}`, { done: 'planned' }) : planMeetingPage(forums, result.form);
  }

  /** Forums that the person's agency runs. */
  private async forums(visit: Visit): Promise<{ code: string; name: string }[]> {
    const { items } = await this.services.call(listForums, {});
    return items.filter(({ ownerAgencyId }) => ownerAgencyId === visit.acting?.agencyId);
  }
}
