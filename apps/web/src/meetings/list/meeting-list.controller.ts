import { Controller, Get, Query } from '@nestjs/common';
import { listMeetings } from '@concordat/contracts-jag-cases';
import { z } from 'zod';
import { cursorOf } from '../../cases/cursor.js';
import type { Answer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import { Visitor, Visit } from '../../session/visit.js';
import { meetingListPage } from './meeting-list.presenter.js';

/** What is not understood of the address counts as not given. */
const filterOf = z.object({ when: z.enum(['coming', 'past']).catch('coming') });

@Controller('meetings')
export class MeetingListController {
  constructor(private readonly services: Services) {}

  @Get()
  async show(@Query() query: unknown, @Visitor() visit: Visit): Promise<Answer> {
    const { when } = filterOf.parse(query);
    const after = cursorOf(query);
    const list = await this.services.call(listMeetings, { query: { when, ...(after === null ? {} : { after }) } });
    return meetingListPage(list, when, visit.hasRole('coordinator', 'manager'), after);
  }
}
