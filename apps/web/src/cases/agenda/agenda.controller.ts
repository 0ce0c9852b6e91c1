import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { listMeetings, putOnAgenda, readCase } from '@concordat/contracts-jag-cases';
import { redirect, type Answer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import type { CaseFile } from '../case-file.js';
import { agendaForm } from './agenda.form.js';
import { agendaPage, type MeetingRows } from './agenda.presenter.js';

@Controller('cases/:caseId/agenda')
export class AgendaController {
  constructor(private readonly services: Services) {}

  @Get()
  async show(@Param('caseId') caseId: string): Promise<Answer> {
    const { file, meetings } = await this.choices(caseId);
    const start = { kind: file.acceptedAt === null ? 'new-nomination' : 'review', meetingId: meetings.length === 1 ? meetings[0]?.id : undefined };
    return agendaPage(file, meetings, agendaForm(meetings.map(({ id }) => id)).blank(start));
  }

  @Post()
  async put(@Param('caseId') caseId: string, @Body() body: unknown): Promise<Answer> {
    const { file, meetings } = await this.choices(caseId);
    const result = await agendaForm(meetings.map(({ id }) => id))
      .read(body)
      .send(({ meetingId, kind }, idempotencyKey) => this.services.call(putOnAgenda, { params: { meetingId }, body: { caseId, kind }, idempotencyKey }), {
        rules: { 'already-on-agenda': 'meetingId', 'meeting-ended': 'meetingId', 'other-forum': 'meetingId' },
      });
    if (!result.sent) return agendaPage(file, meetings, result.form);
    return redirect(`/cases/${caseId}`, { done: result.answer.late ? 'on-agenda-late' : 'on-agenda' });
  }

  /** Meetings to come of the case's own forum. */
  private async choices(caseId: string): Promise<{ file: CaseFile; meetings: MeetingRows }> {
    const file = await this.services.call(readCase, { params: { caseId } });
    const { items } = await this.services.call(listMeetings, { query: { when: 'coming', forum: file.forumCode, size: 100 } });
    return { file, meetings: items };
  }
}
