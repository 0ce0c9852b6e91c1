import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { submitNomination } from '@concordat/contracts-jag-cases';
import type { Form } from '../../forms/form.js';
import { redirect, type Answer } from '../../layout/answers.js';
import { Names } from '../../services/names.js';
import { Services } from '../../services/services.js';
import { Gateways } from '../gateway/gateways.js';
import { blankMatchesForm, matchesPage } from '../matches/matches.presenter.js';
import { PeopleKnown } from '../matches/people-known.js';
import type { Nomination } from '../nomination.js';
import { Nominations } from '../nominations.js';
import { blankWhoForm, whoPage } from '../who/who.presenter.js';
import { checkForm } from './check.form.js';
import { checkPage, type Checked } from './check.presenter.js';

@Controller('nominations/:draftId/check')
export class CheckController {
  constructor(
    private readonly nominations: Nominations,
    private readonly services: Services,
    private readonly names: Names,
    private readonly gateways: Gateways,
    private readonly known: PeopleKnown,
  ) {}

  @Get()
  async show(@Param('draftId') draftId: string, @Query() query: unknown): Promise<Answer> {
    const nomination = await this.nominations.open(draftId, query);
    return checkPage(nomination, await this.checked(nomination));
  }

  @Post()
  async send(@Param('draftId') draftId: string, @Query() query: unknown, @Body() body: unknown): Promise<Answer> {
    const nomination = await this.nominations.open(draftId, query);
    const result = await checkForm
      .read(body)
      .send(({ version }, idempotencyKey) => this.services.call(submitNomination, { params: { draftId }, body: { version }, idempotencyKey }));
    return result.sent ? redirect(`/nominations/${draftId}/sent`) : this.refused({ ...nomination, checking: true }, result.form);
  }

  /** Each refusal stands on the page where it can be put right. */
  private async refused(nomination: Nomination, form: Form): Promise<Answer> {
    const message = form.faults[0]?.message ?? '';
    const { person } = nomination.draft.answers;
    if (form.rule === 'outside-ages') return whoPage(nomination, blankWhoForm(nomination).refused(message, 'dateOfBirth'));
    if (form.rule === 'person-unknown' && person !== undefined) {
      return matchesPage(nomination, await this.known.like(person), blankMatchesForm(nomination).refused(message, 'match'));
    }
    return checkPage(nomination, await this.checked(nomination), form);
  }

  private async checked({ draft, forum }: Nomination): Promise<Checked> {
    const { person } = draft.answers;
    const [gatewayName, matches, names] = await Promise.all([
      this.gateways.names(),
      person?.subjectId === null ? this.known.like(person) : [],
      this.names.of({ agencyIds: [forum?.ownerAgencyId ?? null] }),
    ]);
    return { gatewayName, possibleMatches: matches.length, ownerName: forum === null ? 'the agency that runs it' : names.agency(forum.ownerAgencyId) };
  }
}
