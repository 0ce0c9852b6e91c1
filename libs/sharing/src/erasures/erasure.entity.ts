import type { ErasureGround, ErasureHold } from '@concordat/contracts-protocol';
import { PartnershipRow, partnershipRow } from '@concordat/platform-persistence';
import { defineEntity, p } from '@mikro-orm/core';

/** That somebody's erasing was asked for, and what became of it: codes and ids alone, since it outlives the person's key. */
export class ErasureRecord extends PartnershipRow {
  declare caseId: string;
  declare subjectId: string;
  declare agencyId: string;
  declare ground: ErasureGround;
  /** As {@link askedBy}, null where the other service that holds cases erased the person. */
  declare reference: string | null;
  declare askedBy: string | null;
  declare hold: ErasureHold | null;
  declare decidedBy: string | null;
  declare decidedAt: Date | null;
}

export const ErasureRecordSchema = defineEntity({
  class: ErasureRecord,
  tableName: 'erasure',
  properties: {
    ...partnershipRow,
    caseId: p.uuid(),
    subjectId: p.uuid(),
    agencyId: p.uuid(),
    ground: p.string().$type<ErasureGround>(),
    reference: p.string().nullable(),
    askedBy: p.uuid().nullable(),
    hold: p.string().$type<ErasureHold>().nullable(),
    decidedBy: p.uuid().nullable(),
    decidedAt: p.datetime().nullable(),
  },
});
