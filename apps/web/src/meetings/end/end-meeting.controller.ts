import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { endMeeting, readMeeting } from '@concordat/contracts-jag-cases';
import { Elsewhere, redirect, type Answer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import { endMeetingForm } from './end-meeting.form.js';
import { endMeetingPage } from './end-meeting.presenter.js';

@Controller('meetings/:meetingId/end')
export class EndMeetingController {
  constructor(private readonly services: Services) {}

  @Get()
  async show(@Param('meetingId') meetingId: string): Promise<Answer> {
    const meeting = await this.services.call(readMeeting, { params: { meetingId } });
    if (!meeting.may.run || meeting.state !== 'open') throw new Elsewhere(`/meetings/${meetingId}`);
    return endMeetingPage(meeting, endMeetingForm.blank({ version: meeting.version }));
  }

  @Post()
  async end(@Param('meetingId') meetingId: string, @Body() body: unknown): Promise<Answer> {
    const result = await endMeetingForm
      .read(body)
      .send(({ version }, idempotencyKey) => this.services.call(endMeeting, { params: { meetingId }, body: { version }, idempotencyKey }), { labels: { state: 'State' } });
    if (result.sent) return redirect(`/meetings/${meetingId}`, { done: 'ended' });
    return endMeetingPage(await this.services.call(readMeeting, { params: { meetingId } }), result.form);
  }
}
