import { defineEntity, p } from '@mikro-orm/core';
import { PartnershipRow, partnershipRow, type SealedPlace } from '@concordat/platform-persistence';

/** The bytes of an attachment, under a key of their own. Versions of an agreement that have the same attachment share them. */
export class AgreementFile extends PartnershipRow {
  declare content: Buffer;
  /** How many it has as it was sent. */
  declare bytes: number;
}

export const AgreementFileSchema = defineEntity({
  class: AgreementFile,
  tableName: 'agreement_file',
  properties: { ...partnershipRow, content: p.blob().$type<Buffer>(), bytes: p.integer() },
});

export const filePlace = (fileId: string): SealedPlace => ({ table: 'agreement_file', column: 'content', rowId: fileId });
