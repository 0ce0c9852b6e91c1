import { getAgreement, type Agreement } from '@concordat/contracts-partnership-registry';
import { NotFoundError } from '@concordat/platform-errors';
import { Controller, Get, Param } from '@nestjs/common';
import { page, type Answer } from '../../layout/answers.js';
import { Sent } from '../../layout/page-adapter.js';
import { today } from '../../layout/times.js';
import { Services } from '../../services/services.js';
import { Visitor, Visit } from '../../session/visit.js';
import { Choices } from '../choices.js';
import { agreementDocument } from './agreement-document.js';
import { agreementOdrl } from './agreement-odrl.js';
import { agreementText, differences, type TextPart } from './agreement-text.js';
import { AGREEMENTS, writerOf } from './agreements.presenter.js';
import { WhatIf, whatIfOf } from './what-if.js';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** The text of an agreement with its terms in plain English: to read, print and download, and what a version changed. */
@Controller('agreements/:agreementId')
export class AgreementTextsController {
  constructor(
    private readonly services: Services,
    private readonly choices: Choices,
    private readonly whatIf: WhatIf,
  ) {}

  @Get('text')
  async show(@Param('agreementId') agreementId: string): Promise<Answer> {
    const { agreement, text } = await this.read(agreementId);
    const here = `${AGREEMENTS}/${agreementId}`;
    return page('administration/agreements/agreement-text', { title: 'Text of the agreement', back: here, heading: agreement.name, text, document: `${here}/text.docx`, odrl: agreementOdrl(agreement, today()) === null ? null : `${here}/odrl.jsonld` });
  }

  @Get('text.docx')
  async document(@Param('agreementId') agreementId: string): Promise<Sent> {
    const { agreement, text } = await this.read(agreementId);
    const body = await agreementDocument(agreement.name, text);
    return new Sent(200, body, DOCX, { 'content-disposition': `attachment; filename="agreement-version-${String(agreement.edition)}.docx"` });
  }

  /** @throws NotFoundError for one that permits nothing now */
  @Get('odrl.jsonld')
  async odrl(@Param('agreementId') agreementId: string): Promise<Sent> {
    const agreement = await this.get(agreementId);
    const odrl = agreementOdrl(agreement, today());
    if (odrl === null) throw new NotFoundError('agreement that permits something');
    const body = Buffer.from(JSON.stringify(odrl, null, 2));
    return new Sent(200, body, 'application/ld+json', { 'content-disposition': `attachment; filename="agreement-version-${String(agreement.edition)}.jsonld"` });
  }

  @Get('comparison')
  async compare(@Param('agreementId') agreementId: string, @Visitor() visit: Visit): Promise<Answer> {
    const lists = await this.choices.ofAgreements();
    const after = await this.get(agreementId);
    if (after.supersedes === null) throw new NotFoundError('earlier version');
    const before = await this.get(after.supersedes);
    const rows = differences(agreementText(before, lists), agreementText(after, lists));
    const open = after.status === 'draft' || after.status === 'in-review';
    const counts = open && writerOf(visit).author ? await this.whatIf.ofMove(after, 'active') : null;
    const called = ({ edition }: Agreement): string => `Version ${String(edition)}`;
    return page('administration/agreements/comparison', {
      title: 'What the new version changes', back: `${AGREEMENTS}/${agreementId}`, caption: after.name, before: called(before), after: called(after), rows,
      whatIf: whatIfOf(counts, 'into-force', lists),
    });
  }

  private async read(agreementId: string): Promise<{ agreement: Agreement; text: TextPart[] }> {
    const [agreement, lists] = await Promise.all([this.get(agreementId), this.choices.ofAgreements()]);
    return { agreement, text: agreementText(agreement, lists) };
  }

  private get(agreementId: string): Promise<Agreement> {
    return this.services.call(getAgreement, { params: { agreementId } });
  }
}
