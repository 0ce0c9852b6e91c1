import { MOST_PARTNERSHIP_BYTES, type AgreementAttachment, type AttachmentType } from '@concordat/contracts-partnership-registry';
import { RuleError } from '@concordat/platform-errors';
import { Database, Sealer, SubjectKeys } from '@concordat/platform-persistence';
import { Injectable, Logger } from '@nestjs/common';
import { v7 } from 'uuid';
import { todayInLondon } from '../../calendar.js';
import { AgreementFile, filePlace } from './agreement-file.entity.js';
import { typeOfAttachment, UnfitAttachment } from './attachment-content.js';

/** Keeps the bytes of attachments, encrypted, and forgets them. */
@Injectable()
export class AgreementFiles {
  private readonly log = new Logger(AgreementFiles.name);

  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
    private readonly keys: SubjectKeys,
  ) {}

  /** @throws RuleError `attachment-not-allowed`, `attachments-full` */
  async keep(partnershipId: string, name: string, content: Buffer): Promise<AgreementAttachment> {
    const mediaType = typeOf(name, content);
    await this.#demandRoom(partnershipId, content.length);
    const id = v7();
    await this.keys.create(id);
    const sealed = await this.sealer.seal(id, filePlace(id), content.toString('base64'));
    this.database.rows(AgreementFile).insert({ id, partnershipId, content: sealed, bytes: content.length });
    return { id, name, mediaType, bytes: content.length, addedOn: todayInLondon(this.database.clock.now()) };
  }

  /** The bytes as Base64. @throws NotFoundError */
  async read(partnershipId: string, id: string): Promise<string> {
    const { content } = await this.database.rows(AgreementFile).get({ partnershipId, id });
    return this.sealer.open<string>(id, filePlace(id), content);
  }

  /** For good: the row goes with the transaction, and its key once that is committed. */
  async destroy(partnershipId: string, id: string): Promise<void> {
    const { database } = this;
    database.rows(AgreementFile).remove(await database.rows(AgreementFile).get({ partnershipId, id }));
    // Without its row a key opens nothing.
    database.afterCommit(() => void this.keys.destroy(id).catch((error: unknown) => this.log.error({ err: error }, 'the key of a removed attachment stays')));
  }

  async #demandRoom(partnershipId: string, bytes: number): Promise<void> {
    const [kept] = await this.database.em.execute<{ bytes: string }[]>('select coalesce(sum(bytes), 0) as bytes from agreement_file where partnership_id = ?', [partnershipId]);
    if (Number(kept?.bytes ?? 0) + bytes > MOST_PARTNERSHIP_BYTES) throw new RuleError('attachments-full', 'The partnership has as many attachments as it can keep: remove some from drafts first');
  }
}

function typeOf(name: string, content: Buffer): AttachmentType {
  try {
    return typeOfAttachment(name, content);
  } catch (error) {
    if (error instanceof UnfitAttachment) throw new RuleError('attachment-not-allowed', error.message);
    throw error;
  }
}
