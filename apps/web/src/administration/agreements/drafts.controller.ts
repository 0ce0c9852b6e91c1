import { addAgreement, makeEdition } from '@concordat/contracts-partnership-registry';
import { NotFoundError } from '@concordat/platform-errors';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { redirect, type Answer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import { ForAgreementAuthors } from '../access.js';
import { Choices } from '../choices.js';
import { FIELD_WORDS } from '../history/history-words.js';
import { confirmForm, confirmPage } from '../records/confirmation.js';
import { AgreementChanges } from './agreement-changes.js';
import { agreementForm, documentsForm, newAgreementForm, partForm, purposesForm } from './agreement.form.js';
import { AGREEMENTS } from './agreements.presenter.js';
import { documentsPage, draftPage, makingEdition, partPage, PARTS, purposesPage, type TextPart } from './drafts.presenter.js';
import { AgreementWriting } from './writing.js';

const labels = FIELD_WORDS;

/** Writing an agreement, one part a page. */
@Controller('agreements')
@ForAgreementAuthors()
export class DraftsController {
  constructor(
    private readonly services: Services,
    private readonly choices: Choices,
    private readonly writing: AgreementWriting,
    private readonly changes: AgreementChanges,
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
    const agreement = await this.writing.get(agreementId);
    return draftPage(agreementForm.blank(agreement), agreement);
  }

  @Post(':agreementId/change')
  async change(@Param('agreementId') agreementId: string, @Body() body: unknown): Promise<Answer> {
    const agreement = await this.writing.get(agreementId);
    const result = await agreementForm.read(body).send(({ version, ...details }, key) => this.writing.save(agreement, version, details, key), { labels });
    return result.sent ? saved(agreementId) : draftPage(result.form, agreement);
  }

  @Get(':agreementId/purposes')
  async askPurposes(@Param('agreementId') agreementId: string): Promise<Answer> {
    const { agreement, options } = await this.withPurposes(agreementId);
    return purposesPage(purposesForm(options).blank(agreement), agreement, options);
  }

  @Post(':agreementId/purposes')
  async purposes(@Param('agreementId') agreementId: string, @Body() body: unknown): Promise<Answer> {
    const { agreement, options } = await this.withPurposes(agreementId);
    const result = await purposesForm(options).read(body).send(({ version, ...purposes }, key) => this.writing.save(agreement, version, purposes, key), { labels });
    return result.sent ? saved(agreementId) : purposesPage(result.form, agreement, options);
  }

  @Get(':agreementId/documents')
  async askDocuments(@Param('agreementId') agreementId: string): Promise<Answer> {
    const agreement = await this.writing.get(agreementId);
    return documentsPage(documentsForm.blank(agreement), agreement);
  }

  @Post(':agreementId/documents')
  async documents(@Param('agreementId') agreementId: string, @Body() body: unknown): Promise<Answer> {
    const agreement = await this.writing.get(agreementId);
    const result = await documentsForm.read(body).send(({ version, ...documents }, key) => this.writing.save(agreement, version, documents, key), { labels });
    return result.sent ? saved(agreementId) : documentsPage(result.form, agreement);
  }

  @Get(':agreementId/parts/:part')
  async askPart(@Param('agreementId') agreementId: string, @Param('part') given: string): Promise<Answer> {
    const part = partCalled(given);
    const agreement = await this.writing.get(agreementId);
    return partPage(partForm(PARTS[part].empty).blank({ text: agreement[part], version: agreement.version }), agreement, part);
  }

  @Post(':agreementId/parts/:part')
  async part(@Param('agreementId') agreementId: string, @Param('part') given: string, @Body() body: unknown): Promise<Answer> {
    const part = partCalled(given);
    const agreement = await this.writing.get(agreementId);
    const result = await partForm(PARTS[part].empty)
      .read(body)
      .send(({ version, text }, key) => this.writing.save(agreement, version, { [part]: text }, key), { labels, fields: { [part]: 'text' } });
    return result.sent ? saved(agreementId) : partPage(result.form, agreement, part);
  }

  @Get(':agreementId/new-version')
  async askEdition(@Param('agreementId') agreementId: string): Promise<Answer> {
    const agreement = await this.writing.get(agreementId);
    return confirmPage(makingEdition(agreement), confirmForm.blank(agreement));
  }

  @Post(':agreementId/new-version')
  async edition(@Param('agreementId') agreementId: string, @Body() body: unknown): Promise<Answer> {
    const result = await confirmForm.read(body).send(({ version }, idempotencyKey) => this.changes.inWords(() => this.services.call(makeEdition, { params: { agreementId }, body: { version }, idempotencyKey })), { labels });
    if (result.sent) return redirect(`${AGREEMENTS}/${result.answer.id}`, { done: 'version-made' });
    return confirmPage(makingEdition(await this.writing.get(agreementId)), result.form);
  }

  private async withPurposes(agreementId: string) {
    const [agreement, purposes] = await Promise.all([this.writing.get(agreementId), this.choices.list('purposes')]);
    return { agreement, options: purposes.options() };
  }
}

const saved = (agreementId: string): Answer => redirect(`${AGREEMENTS}/${agreementId}`, { done: 'changed' });

function partCalled(given: string): TextPart {
  const part = Object.keys(PARTS).find((one): one is TextPart => one === given);
  if (part === undefined) throw new NotFoundError('part of an agreement');
  return part;
}
