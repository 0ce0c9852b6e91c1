import { Controller, Get, Param } from '@nestjs/common';
import { listForums } from '@concordat/contracts-jag-cases';
import { redirect, type Answer } from '../../layout/answers.js';
import { Names } from '../../services/names.js';
import { Services } from '../../services/services.js';
import { Nominations } from '../nominations.js';
import { sentPage } from './sent.presenter.js';

@Controller('nominations/:draftId/sent')
export class SentController {
  constructor(
    private readonly nominations: Nominations,
    private readonly services: Services,
    private readonly names: Names,
  ) {}

  @Get()
  async show(@Param('draftId') draftId: string): Promise<Answer> {
    const [{ id, sent, forumCode, forumName }, forums] = await Promise.all([this.nominations.read(draftId), this.services.call(listForums, {})]);
    if (sent === null) return redirect(`/nominations/${id}`);
    const owner = forums.items.find(({ code }) => code === forumCode)?.ownerAgencyId ?? null;
    const names = await this.names.of({ agencyIds: [owner] });
    return sentPage({ sent, forumName }, owner === null ? 'the agency that runs the forum' : names.agency(owner));
  }
}
