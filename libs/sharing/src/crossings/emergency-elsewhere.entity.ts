import { PartnershipRow, partnershipRow } from '@concordat/platform-persistence';
import { defineEntity, p } from '@mikro-orm/core';

/** That a user used emergency access in the other service; the id is that access's. */
export class EmergencyElsewhere extends PartnershipRow {
  declare userId: string;
  declare openedAt: Date;
}

export const EmergencyElsewhereSchema = defineEntity({
  class: EmergencyElsewhere,
  tableName: 'emergency_elsewhere',
  properties: { ...partnershipRow, userId: p.uuid(), openedAt: p.datetime(3) },
});
