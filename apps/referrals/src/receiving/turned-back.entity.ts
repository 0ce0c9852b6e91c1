import { PartnershipRow, partnershipRow } from '@concordat/platform-persistence';
import { defineEntity, p } from '@mikro-orm/core';

/** That a referral came and was not taken in, under its id: nothing of what was in it, so that what comes later about it is known for what it is. */
export class TurnedBack extends PartnershipRow {
  declare fromCaseId: string;
  declare fromAgencyId: string;
  declare fromUserId: string;
  declare serviceId: string;
}

export const TurnedBackSchema = defineEntity({
  class: TurnedBack,
  tableName: 'referral_turned_back',
  properties: { ...partnershipRow, fromCaseId: p.uuid(), fromAgencyId: p.uuid(), fromUserId: p.uuid(), serviceId: p.uuid() },
});
