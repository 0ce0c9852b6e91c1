import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { readMeeting, recordDecision } from '@concordat/contracts-jag-cases';
import { NotFoundError } from '@concordat/platform-errors';
import { Elsewhere, redirect, type Answer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import type { AgendaEntry, MeetingView } from '../meeting-view.js';
import { decisionForm } from './decision.form.js';
import { decisionPage, DECISION_LABELS, tellDecision } from './decision.presenter.js';

@Controller('meetings/:meetingId/agenda/:entryId/decision')
export class DecisionController {
  constructor(private readonly services: Services) {}

  @Get()
  async show(@Param('meetingId') meetingId: string, @Param('entryId') entryId: string): Promise<Answer> {
    const { meeting, entry } = await this.asked(meetingId, entryId);
    if (!meeting.may.run || meeting.state !== 'open') throw new Elsewhere(`/meetings/${meetingId}`);
    return decisionPage(meeting, entry, decisionForm.blank({ version: entry.version }));
  }

  @Post()
  async record(@Param('meetingId') meetingId: string, @Param('entryId') entryId: string, @Body() body: unknown): Promise<Answer> {
    const result = await decisionForm.read(body).send(
      async ({ version, discussion, decision, action }, idempotencyKey) => {
        await this.services.call(recordDecision, { params: { meetingId, entryId }, body: { version, discussion, decision }, idempotencyKey });
        return action;
      },
      { labels: DECISION_LABELS },
    );
    const { meeting, entry } = await this.asked(meetingId, entryId);
    if (result.sent && result.answer) return redirect(`/cases/${entry.case.id}/actions/new?meeting=${meetingId}`, { done: 'decided' });
    if (result.sent) return redirect(`/meetings/${meetingId}`, { done: 'decided' });
    tellDecision(result.form, entry);
    return decisionPage(meeting, entry, result.form);
  }

  private async asked(meetingId: string, entryId: string): Promise<{ meeting: MeetingView; entry: AgendaEntry }> {
    const meeting = await this.services.call(readMeeting, { params: { meetingId } });
    const entry = meeting.agenda.find(({ id }) => id === entryId);
    if (entry === undefined) throw new NotFoundError('agenda entry');
    return { meeting, entry };
  }
}
