import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { inviteAgency, readCase } from '@concordat/contracts-jag-cases';
import { redirect, type Answer } from '../../../layout/answers.js';
import { Services } from '../../../services/services.js';
import { Agencies } from '../../agencies.js';
import { agenciesNow, type CaseFile } from '../../case-file.js';
import { endOfDay } from '../../words/london-time.js';
import { inviteForm } from './invite.form.js';
import { invitePage } from './invite.presenter.js';

@Controller('cases/:caseId/circle/invite')
export class InviteController {
  constructor(
    private readonly services: Services,
    private readonly agencies: Agencies,
  ) {}

  @Get()
  async show(@Param('caseId') caseId: string): Promise<Answer> {
    const { file, others } = await this.choices(caseId);
    return invitePage(file, others, inviteForm(others.map(({ id }) => id)).blank());
  }

  @Post()
  async invite(@Param('caseId') caseId: string, @Body() body: unknown): Promise<Answer> {
    const { file, agencies, others } = await this.choices(caseId);
    // Of all agencies, not of the others alone: a second click finds the agency in the circle already.
    const result = await inviteForm(agencies.map(({ id }) => id))
      .read(body)
      .send(
        ({ agencyId, until }, idempotencyKey) =>
          this.services.call(inviteAgency, { params: { caseId }, body: { agencyId, userIds: null, to: until === null ? null : endOfDay(until) }, idempotencyKey }),
        { fields: { to: 'until' }, rules: { 'already-in-circle': 'agencyId', 'agency-unknown': 'agencyId' } },
      );
    return result.sent ? redirect(`/cases/${caseId}`, { done: 'agency-invited' }) : invitePage(file, others, result.form);
  }

  private async choices(caseId: string): Promise<{ file: CaseFile; agencies: { id: string; name: string }[]; others: { id: string; name: string }[] }> {
    const [file, agencies] = await Promise.all([this.services.call(readCase, { params: { caseId } }), this.agencies.all()]);
    const there = agenciesNow(file);
    return { file, agencies, others: agencies.filter(({ id }) => !there.includes(id)) };
  }
}
