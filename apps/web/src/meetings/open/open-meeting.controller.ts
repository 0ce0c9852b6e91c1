import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { listForums, openMeeting, readMeeting } from '@concordat/contracts-jag-cases';
import { Agencies } from '../../cases/agencies.js';
import { Elsewhere, redirect, type Answer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import type { MeetingView } from '../meeting-view.js';
import { openingOf, openMeetingForm } from './open-meeting.form.js';
import { openMeetingPage, type Attending } from './open-meeting.presenter.js';

@Controller('meetings/:meetingId/open')
export class OpenMeetingController {
  constructor(
    private readonly services: Services,
    private readonly agencies: Agencies,
  ) {}

  @Get()
  async show(@Param('meetingId') meetingId: string): Promise<Answer> {
    const { meeting, attending } = await this.asked(meetingId);
    if (!meeting.may.run || meeting.state !== 'planned') throw new Elsewhere(`/meetings/${meetingId}`);
    return openMeetingPage(meeting, attending, formFor(attending).blank({ version: meeting.version }));
  }

  @Post()
  async open(@Param('meetingId') meetingId: string, @Body() body: unknown): Promise<Answer> {
    const { meeting, attending } = await this.asked(meetingId);
    const result = await formFor(attending)
      .read(body)
      .send((value, idempotencyKey) => this.services.call(openMeeting, { params: { meetingId }, body: openingOf(attending.ofForum, value), idempotencyKey }));
    return result.sent ? redirect(`/meetings/${meetingId}`, { done: 'opened' }) : openMeetingPage(meeting, attending, result.form);
  }

  private async asked(meetingId: string): Promise<{ meeting: MeetingView; attending: Attending }> {
    const [meeting, { items }, agencies] = await Promise.all([
      this.services.call(readMeeting, { params: { meetingId } }),
      this.services.call(listForums, {}),
      this.agencies.all(),
    ]);
    const forum = items.find(({ code }) => code === meeting.forumCode);
    const ids = forum === undefined ? [] : [forum.ownerAgencyId, ...forum.coreAgencyIds];
    return { meeting, attending: { ofForum: agencies.filter(({ id }) => ids.includes(id)), others: agencies.filter(({ id }) => !ids.includes(id)) } };
  }
}

function formFor({ ofForum, others }: Attending) {
  return openMeetingForm(ofForum, others.map(({ id }) => id));
}
