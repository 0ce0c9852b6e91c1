import { addAttachment, getAgreement, readAttachment, removeAttachment, type Agreement, type AgreementAttachment } from '@concordat/contracts-partnership-registry';
import { NotFoundError } from '@concordat/platform-errors';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { TakesFiles } from '../../../forms/uploads.js';
import { redirect, type Answer } from '../../../layout/answers.js';
import { download } from '../../../layout/downloads.js';
import type { Sent } from '../../../layout/page-adapter.js';
import { Services } from '../../../services/services.js';
import { ForAgreementAuthors } from '../../access.js';
import { FIELD_WORDS } from '../../history/history-words.js';
import { reasonForm, reasonPage } from '../../records/confirmation.js';
import { attachForm } from './attachments.form.js';
import { attachPage, removing } from './attachments.presenter.js';
import { AgreementChanges } from '../agreement-changes.js';

/** Files that belong to an agreement: attached by those who prepare it, read by everybody. */
@Controller('agreements/:agreementId/attachments')
export class AttachmentsController {
  constructor(
    private readonly services: Services,
    private readonly changes: AgreementChanges,
  ) {}

  @Get('new')
  @ForAgreementAuthors()
  async blank(@Param('agreementId') agreementId: string): Promise<Answer> {
    return attachPage(await this.get(agreementId));
  }

  @Post('new')
  @ForAgreementAuthors()
  @TakesFiles()
  async attach(@Param('agreementId') agreementId: string, @Body() body: unknown): Promise<Answer> {
    const result = await attachForm.read(body).send(
      ({ version, file }, idempotencyKey) =>
        this.changes.inWords(() => this.services.call(addAttachment, { params: { agreementId }, body: { version, name: file.name, content: file.content.toString('base64') }, idempotencyKey })),
      { labels: FIELD_WORDS, fields: { name: 'file', content: 'file' }, rules: { 'attachment-not-allowed': 'file', 'too-many-attachments': 'file', 'attachments-full': 'file' } },
    );
    if (result.sent) return redirect(`/agreements/${agreementId}`, { done: 'attached' });
    return attachPage(await this.get(agreementId), result.form);
  }

  @Get(':attachmentId')
  async read(@Param('agreementId') agreementId: string, @Param('attachmentId') attachmentId: string): Promise<Sent> {
    const { name, mediaType, content } = await this.services.call(readAttachment, { params: { agreementId, attachmentId } });
    return download(name, Buffer.from(content, 'base64'), mediaType === 'text/plain' ? 'text/plain; charset=utf-8' : mediaType);
  }

  @Get(':attachmentId/remove')
  @ForAgreementAuthors()
  async askRemove(@Param('agreementId') agreementId: string, @Param('attachmentId') attachmentId: string): Promise<Answer> {
    const agreement = await this.get(agreementId);
    return reasonPage(removing(agreement, attachmentOf(agreement, attachmentId)), reasonForm.blank({ version: agreement.version }));
  }

  @Post(':attachmentId/remove')
  @ForAgreementAuthors()
  async remove(@Param('agreementId') agreementId: string, @Param('attachmentId') attachmentId: string, @Body() body: unknown): Promise<Answer> {
    const result = await reasonForm
      .read(body)
      .send((given, idempotencyKey) => this.changes.inWords(() => this.services.call(removeAttachment, { params: { agreementId, attachmentId }, body: given, idempotencyKey })), { labels: FIELD_WORDS });
    if (result.sent) return redirect(`/agreements/${agreementId}`, { done: 'attachment-removed' });
    const agreement = await this.get(agreementId);
    return reasonPage(removing(agreement, attachmentOf(agreement, attachmentId)), result.form);
  }

  private get(agreementId: string): Promise<Agreement> {
    return this.services.call(getAgreement, { params: { agreementId } });
  }
}

function attachmentOf({ attachments }: Agreement, attachmentId: string): AgreementAttachment {
  const found = attachments.find(({ id }) => id === attachmentId);
  if (found === undefined) throw new NotFoundError('attachment');
  return found;
}
