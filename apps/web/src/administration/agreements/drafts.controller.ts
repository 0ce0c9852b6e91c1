import { addAgreement, changeAgreement, getAgreement, type Agreement } from '@concordat/contracts-partnership-registry';
import { NotFoundError } from '@concordat/platform-errors';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { redirect, type Answer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import { ForAgreementAuthors } from '../access.js';
import { Choices, type ListedChoices } from '../choices.js';
import { FIELD_WORDS } from '../history/history-words.js';
import { confirmForm, confirmPage } from '../records/confirmation.js';
import { agreementForm, newAgreementForm, termForm, termOf, termsOf, type TermOptions } from './agreement.form.js';
import { AGREEMENTS } from './agreements.presenter.js';
import { draftPage, removingTerm, termPage } from './drafts.presenter.js';

/** Writing an agreement: its name and dates, and its terms one by one, until somebody signs it. */
@Controller('agreements')
@ForAgreementAuthors()
export class DraftsController {
  constructor(
    private readonly services: Services,
    private readonly choices: Choices,
  ) {}

  @Get('new')
  blank(): Answer {
    return draftPage(newAgreementForm.blank(), null);
  }

  @Post('new')
  async add(@Body() body: unknown): Promise<Answer> {
    const result = await newAgreementForm.read(body).send((details, idempotencyKey) => this.services.call(addAgreement, { body: { ...details, terms: [] }, idempotencyKey }));
    return result.sent ? redirect(`${AGREEMENTS}/${result.answer.id}`, { done: 'added' }) : draftPage(result.form, null);
  }

  @Get(':agreementId/change')
  async changing(@Param('agreementId') agreementId: string): Promise<Answer> {
    const agreement = await this.get(agreementId);
    return draftPage(agreementForm.blank(agreement), agreement);
  }

  @Post(':agreementId/change')
  async change(@Param('agreementId') agreementId: string, @Body() body: unknown): Promise<Answer> {
    const agreement = await this.get(agreementId);
    const result = await agreementForm
      .read(body)
      .send((details, idempotencyKey) => this.services.call(changeAgreement, { params: { agreementId }, body: { ...details, terms: termsOf(agreement) }, idempotencyKey }), { labels: FIELD_WORDS });
    return result.sent ? redirect(`${AGREEMENTS}/${agreementId}`, { done: 'changed' }) : draftPage(result.form, agreement);
  }

  @Get(':agreementId/terms/new')
  async blankTerm(@Param('agreementId') agreementId: string): Promise<Answer> {
    const [agreement, { options, categories }] = await Promise.all([this.get(agreementId), this.termLists()]);
    return termPage(termForm(options).blank({ version: agreement.version, export: '' }), agreement, options, categories);
  }

  @Post(':agreementId/terms/new')
  async addTerm(@Param('agreementId') agreementId: string, @Body() body: unknown): Promise<Answer> {
    const [agreement, { options, categories }] = await Promise.all([this.get(agreementId), this.termLists()]);
    const { name, validFrom, validTo } = agreement;
    const result = await termForm(options)
      .read(body)
      .send(
        (typed, idempotencyKey) =>
          this.services.call(changeAgreement, { params: { agreementId }, body: { version: typed.version, name, validFrom, validTo, terms: [...termsOf(agreement), termOf(typed)] }, idempotencyKey }),
        { labels: FIELD_WORDS },
      );
    return result.sent ? redirect(`${AGREEMENTS}/${agreementId}`, { done: 'term-added' }) : termPage(result.form, agreement, options, categories);
  }

  @Get(':agreementId/terms/:number/remove')
  async askRemove(@Param('agreementId') agreementId: string, @Param('number') given: string): Promise<Answer> {
    const agreement = await this.get(agreementId);
    return confirmPage(removingTerm(agreement, numberIn(agreement, given)), confirmForm.blank({ version: agreement.version }));
  }

  @Post(':agreementId/terms/:number/remove')
  async remove(@Param('agreementId') agreementId: string, @Param('number') given: string, @Body() body: unknown): Promise<Answer> {
    const agreement = await this.get(agreementId);
    const number = numberIn(agreement, given);
    const { name, validFrom, validTo } = agreement;
    const terms = termsOf({ ...agreement, terms: agreement.terms.filter((term) => term.number !== number) });
    const result = await confirmForm
      .read(body)
      .send(({ version }, idempotencyKey) => this.services.call(changeAgreement, { params: { agreementId }, body: { version, name, validFrom, validTo, terms }, idempotencyKey }), { labels: FIELD_WORDS });
    return result.sent ? redirect(`${AGREEMENTS}/${agreementId}`, { done: 'term-removed' }) : confirmPage(removingTerm(agreement, number), result.form);
  }

  private get(agreementId: string): Promise<Agreement> {
    return this.services.call(getAgreement, { params: { agreementId } });
  }

  private async termLists(): Promise<{ options: TermOptions; categories: ListedChoices }> {
    const [agencies, purposes, gateways, categories] = await Promise.all([
      this.choices.agencies(),
      this.choices.list('purposes'),
      this.choices.list('gateways'),
      this.choices.list('categories'),
    ]);
    return { options: { agencies: agencies.options(), purposes: purposes.options(), gateways: gateways.options() }, categories };
  }
}

function numberIn({ terms }: Agreement, given: string): number {
  const number = terms.find((term) => String(term.number) === given)?.number;
  if (number === undefined) throw new NotFoundError('term');
  return number;
}
