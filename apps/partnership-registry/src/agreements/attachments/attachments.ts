import { MOST_ATTACHMENTS, type AgreementAttachment, type readAttachment } from '@concordat/contracts-partnership-registry';
import type { OutputOf } from '@concordat/contracts-protocol';
import { NotFoundError, RuleError } from '@concordat/platform-errors';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import type { Agreement } from '../agreement.entity.js';
import { Agreements } from '../agreements.js';
import { AgreementFiles } from './agreement-files.js';

interface Attached {
  agreementId: string;
  attachmentId: string;
}

/** The attachments of agreements: listed in the version that they belong to, and taken over by the one made from it. */
@Injectable()
export class Attachments {
  constructor(
    private readonly database: Database,
    private readonly agreements: Agreements,
    private readonly files: AgreementFiles,
  ) {}

  /** @throws RuleError `agreement-ended`, `too-many-attachments`, `attachment-not-allowed` */
  async add(partnershipId: string, agreementId: string, version: number, { name, content }: { name: string; content: Buffer }): Promise<Agreement> {
    const agreement = await this.agreements.seen(partnershipId, agreementId, version);
    if (agreement.status === 'ended') throw new RuleError('agreement-ended', 'The agreement has ended');
    if (agreement.attachments.length >= MOST_ATTACHMENTS) throw new RuleError('too-many-attachments', `An agreement has ${MOST_ATTACHMENTS} attachments at most: put several into one file`);
    const attachment = await this.files.keep(partnershipId, name, content);
    return this.agreements.write(agreement, version, { attachments: [...agreement.attachments, attachment] });
  }

  /** @throws RuleError `not-a-draft` */
  async remove(partnershipId: string, { agreementId, attachmentId }: Attached, { version, why }: { version: number; why: string }): Promise<Agreement> {
    const agreement = await this.agreements.seen(partnershipId, agreementId, version);
    attachmentOf(agreement, attachmentId);
    if (agreement.status !== 'draft') throw new RuleError('not-a-draft', 'An attachment can be removed from a draft only: the agencies sign the text with its attachments');
    const changed = await this.agreements.write(agreement, version, { attachments: agreement.attachments.filter(({ id }) => id !== attachmentId) }, why);
    if (!(await this.#isHadElsewhere(partnershipId, attachmentId))) await this.files.destroy(partnershipId, attachmentId);
    return changed;
  }

  /** @throws NotFoundError */
  async read(partnershipId: string, { agreementId, attachmentId }: Attached): Promise<OutputOf<typeof readAttachment>> {
    const { name, mediaType } = attachmentOf(await this.agreements.get(partnershipId, agreementId), attachmentId);
    return { name, mediaType, content: await this.files.read(partnershipId, attachmentId) };
  }

  async #isHadElsewhere(partnershipId: string, attachmentId: string): Promise<boolean> {
    const rows = await this.database.em.execute<unknown[]>(
      `select from agreement where partnership_id = ? and attachments @> ?::jsonb limit 1`,
      [partnershipId, JSON.stringify([{ id: attachmentId }])],
    );
    return rows.length > 0;
  }
}

function attachmentOf({ attachments }: Agreement, attachmentId: string): AgreementAttachment {
  const found = attachments.find(({ id }) => id === attachmentId);
  if (found === undefined) throw new NotFoundError('attachment');
  return found;
}
