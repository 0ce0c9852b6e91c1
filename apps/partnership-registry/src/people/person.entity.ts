import { defineEntity, p } from '@mikro-orm/core';
import { PartnershipRow, partnershipRow } from '@concordat/platform-persistence';

/** A member of staff as one partnership knows them: a copy of what their account says, kept in step with it. */
export class Person extends PartnershipRow {
  declare userId: string;
  declare name: string;
  declare email: string;
  declare open: boolean;
  /** When an administrator last removed their second factor, so that the history tells who did and why. */
  declare secondFactorResetAt: Date | null;
}

export const PersonSchema = defineEntity({
  class: Person,
  tableName: 'person',
  properties: {
    ...partnershipRow,
    userId: p.uuid(),
    name: p.string(),
    email: p.string(),
    open: p.boolean(),
    secondFactorResetAt: p.datetime(3).nullable(),
  },
});
