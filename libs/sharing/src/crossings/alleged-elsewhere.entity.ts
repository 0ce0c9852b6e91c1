import { PartnershipRow, partnershipRow, type SealedPlace } from '@concordat/platform-persistence';
import { defineEntity, p } from '@mikro-orm/core';

/** Somebody who is alleged, in the other service, to cause a subject harm: the name alone, by which what they decide for the subject is known. */
export class AllegedElsewhere extends PartnershipRow {
  declare subjectId: string;
  /** The allegation where it was made. */
  declare cameFrom: string;
  /** Sealed under the subject's key. */
  declare name: Buffer;
  declare allegedFrom: Date;
}

export const AllegedElsewhereSchema = defineEntity({
  class: AllegedElsewhere,
  tableName: 'alleged_elsewhere',
  properties: { ...partnershipRow, subjectId: p.uuid(), cameFrom: p.uuid(), name: p.blob().$type<Buffer>(), allegedFrom: p.datetime(3) },
});

export const allegedPlace = (rowId: string): SealedPlace => ({ table: 'alleged_elsewhere', column: 'name', rowId });
