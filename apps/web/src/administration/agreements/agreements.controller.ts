import { agreementStatus, getAgreement, listAgreements, moveAgreement, signAgreement, withdrawSignature, type Agreement, type AgreementStatus } from '@concordat/contracts-partnership-registry';
import { NotFoundError } from '@concordat/platform-errors';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { cursorOf } from '../../cases/cursor.js';
import { isProblem, type Form } from '../../forms/form.js';
import { done, redirect, type Answer } from '../../layout/answers.js';
import { today } from '../../layout/times.js';
import { Names } from '../../services/names.js';
import { Services } from '../../services/services.js';
import { Visitor, Visit } from '../../session/visit.js';
import { ForAgreementAuthors } from '../access.js';
import { Choices, type Option } from '../choices.js';
import { FIELD_WORDS } from '../history/history-words.js';
import { reasonForm } from '../records/confirmation.js';
import { AgreementChanges } from './agreement-changes.js';
import type { AgreementLists } from './agreement-words.js';
import { signForm } from './agreement.form.js';
import { WhatIf } from './what-if.js';
import { AGREEMENT_DONE, agreementPage, AGREEMENTS, agreementsPage, movePage, moving, signatories, signPage, withdrawing, writerOf } from './agreements.presenter.js';

/** Everybody reads agreements: they are why something is shared. Those who prepare them sign, suspend and end them. */
@Controller('agreements')
export class AgreementsController {
  constructor(
    private readonly services: Services,
    private readonly choices: Choices,
    private readonly names: Names,
    private readonly whatIf: WhatIf,
    private readonly changes: AgreementChanges,
  ) {}

  @Get()
  async list(@Query() query: unknown, @Visitor() visit: Visit): Promise<Answer> {
    const after = cursorOf(query);
    return agreementsPage(await this.services.call(listAgreements, { query: after === null ? {} : { after } }), writerOf(visit), after);
  }

  @Get(':agreementId')
  async show(@Param('agreementId') agreementId: string, @Query() query: unknown, @Visitor() visit: Visit): Promise<Answer> {
    const [agreement, lists] = await Promise.all([this.get(agreementId), this.choices.ofAgreements()]);
    const names = await this.names.of({ userIds: agreement.reviews.map(({ by }) => by) });
    return agreementPage(agreement, lists, writerOf(visit), done(query, AGREEMENT_DONE), names);
  }

  @Get(':agreementId/sign')
  @ForAgreementAuthors()
  async askSign(@Param('agreementId') agreementId: string, @Query() query: unknown, @Visitor() visit: Visit): Promise<Answer> {
    const [agreement, lists] = await Promise.all([this.get(agreementId), this.choices.ofAgreements()]);
    const all = signatories(agreement, lists.agencies, writerOf(visit));
    const asked = chosen.safeParse(query).data?.agencyId;
    const options = asked === undefined ? all : all.filter(({ value }) => value === asked);
    return this.signPage(agreement, signForm(options).blank({ version: agreement.version, on: today() }), options, lists);
  }

  @Post(':agreementId/sign')
  @ForAgreementAuthors()
  async sign(@Param('agreementId') agreementId: string, @Body() body: unknown, @Visitor() visit: Visit): Promise<Answer> {
    const [agreement, lists] = await Promise.all([this.get(agreementId), this.choices.ofAgreements()]);
    const options = signatories(agreement, lists.agencies, writerOf(visit));
    const result = await signForm(options)
      .read(body)
      .send((signature, idempotencyKey) => this.changes.inWords(() => this.services.call(signAgreement, { params: { agreementId }, body: signature, idempotencyKey })), {
        labels: FIELD_WORDS,
        rules: { 'signed-already': 'agencyId', 'in-the-future': 'on' },
      });
    if (result.sent) return redirect(`${AGREEMENTS}/${agreementId}`, { done: 'signed' });
    return this.signPage(agreement, result.form, options, lists);
  }

  @Get(':agreementId/withdraw/:agencyId')
  @ForAgreementAuthors()
  async askWithdraw(@Param('agreementId') agreementId: string, @Param('agencyId') agencyId: string): Promise<Answer> {
    const agreement = await this.get(agreementId);
    return this.withdrawPage(agreement, agencyId, reasonForm.blank({ version: agreement.version }));
  }

  @Post(':agreementId/withdraw/:agencyId')
  @ForAgreementAuthors()
  async withdraw(@Param('agreementId') agreementId: string, @Param('agencyId') agencyId: string, @Body() body: unknown): Promise<Answer> {
    const result = await reasonForm
      .read(body)
      .send((given, idempotencyKey) => this.changes.inWords(() => this.services.call(withdrawSignature, { params: { agreementId }, body: { ...given, agencyId }, idempotencyKey })), { labels: FIELD_WORDS });
    if (result.sent) return redirect(`${AGREEMENTS}/${agreementId}`, { done: 'withdrawn' });
    return this.withdrawPage(await this.get(agreementId), agencyId, result.form);
  }

  @Get(':agreementId/status/:status')
  @ForAgreementAuthors()
  async askMove(@Param('agreementId') agreementId: string, @Param('status') given: string): Promise<Answer> {
    const status = statusCalled(given);
    const agreement = await this.get(agreementId);
    return this.movePage(agreement, status, reasonForm.blank({ version: agreement.version }));
  }

  @Post(':agreementId/status/:status')
  @ForAgreementAuthors()
  async move(@Param('agreementId') agreementId: string, @Param('status') given: string, @Body() body: unknown): Promise<Answer> {
    const status = statusCalled(given);
    const read = reasonForm.read(body);
    try {
      const result = await read.send((reason, idempotencyKey) => this.changes.inWords(() => this.services.call(moveAgreement, { params: { agreementId }, body: { ...reason, status }, idempotencyKey })), { labels: FIELD_WORDS });
      if (result.sent) return redirect(`${AGREEMENTS}/${agreementId}`, { done: 'moved' });
      return await this.movePage(await this.get(agreementId), status, result.form);
    } catch (error) {
      if (!isProblem(error, 'agreement-not-moved')) throw error;
      return this.movePage(await this.get(agreementId), status, read.form.refused(error.message));
    }
  }

  private async movePage(agreement: Agreement, status: AgreementStatus, form: Form): Promise<Answer> {
    const [counts, lists] = await Promise.all([this.whatIf.ofMove(agreement, status), this.choices.ofAgreements()]);
    return movePage(moving(agreement, status), form, counts, status === 'active' ? 'into-force' : 'out-of-force', lists);
  }

  /** Where one agency alone can sign, what its signature would open and close. */
  private async signPage(agreement: Agreement, form: Form, options: readonly Option[], lists: AgreementLists): Promise<Answer> {
    const [only, ...others] = options;
    const counts = only === undefined || others.length > 0 ? null : await this.whatIf.ofSignature(agreement, { agencyId: only.value, signs: true });
    return signPage(agreement, form, options, counts, lists);
  }

  private async withdrawPage(agreement: Agreement, agencyId: string, form: Form): Promise<Answer> {
    const [counts, lists] = await Promise.all([this.whatIf.ofSignature(agreement, { agencyId, signs: false }), this.choices.ofAgreements()]);
    return movePage(withdrawing(agreement, lists.agencies.name(agencyId)), form, counts, 'signature', lists);
  }

  private get(agreementId: string): Promise<Agreement> {
    return this.services.call(getAgreement, { params: { agreementId } });
  }
}

const chosen = z.object({ agencyId: z.uuid() });

function statusCalled(given: string): AgreementStatus {
  const status = agreementStatus.safeParse(given).data;
  if (status === undefined) throw new NotFoundError('status');
  return status;
}
