import { addAttachment, readAttachment, removeAttachment, type Agreement as Shown } from '@concordat/contracts-partnership-registry';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { caller } from '@concordat/platform-auth';
import { Endpoint, Input } from '@concordat/platform-http';
import { Controller } from '@nestjs/common';
import { AGREEMENT_AUTHORS } from '../../rules.js';
import { ShownAgreements } from '../shown-agreements.js';
import { Attachments } from './attachments.js';

@Controller()
export class AttachmentsController {
  constructor(
    private readonly attachments: Attachments,
    private readonly shown: ShownAgreements,
    private readonly audit: Audit,
  ) {}

  @Endpoint(addAttachment, AGREEMENT_AUTHORS)
  async add(@Input() { params, body }: InputOf<typeof addAttachment>): Promise<Shown> {
    const { version, name, content } = body;
    return this.shown.one(await this.attachments.add(caller().partnershipId, params.agreementId, version, { name, content: Buffer.from(content, 'base64') }));
  }

  @Endpoint(removeAttachment, AGREEMENT_AUTHORS)
  async remove(@Input() { params, body }: InputOf<typeof removeAttachment>): Promise<Shown> {
    return this.shown.one(await this.attachments.remove(caller().partnershipId, params, body));
  }

  @Endpoint(readAttachment, 'signed-in')
  async read(@Input() { params }: InputOf<typeof readAttachment>): Promise<OutputOf<typeof readAttachment>> {
    const file = await this.attachments.read(caller().partnershipId, params);
    await this.audit.record({ action: 'exported', kind: 'agreement attachment', ids: [params.agreementId, params.attachmentId] });
    return file;
  }
}
