import { Controller, Get, Param, Query } from '@nestjs/common';
import { readMeeting } from '@concordat/contracts-jag-cases';
import { done, type Answer } from '../../layout/answers.js';
import { Names } from '../../services/names.js';
import { Services } from '../../services/services.js';
import { idsInMeeting, meetingPage } from './meeting.presenter.js';

const DONE = {
  planned: 'The meeting has been planned',
  opened: 'The meeting is open',
  decided: 'The decision has been recorded',
  'action-given': 'The action has been given',
  ended: 'The meeting has ended',
};

@Controller('meetings/:meetingId')
export class MeetingController {
  constructor(
    private readonly services: Services,
    private readonly names: Names,
  ) {}

  @Get()
  async show(@Param('meetingId') meetingId: string, @Query() query: unknown): Promise<Answer> {
    const meeting = await this.services.call(readMeeting, { params: { meetingId } });
    return meetingPage(meeting, await this.names.of(idsInMeeting(meeting)), done(query, DONE));
  }
}
