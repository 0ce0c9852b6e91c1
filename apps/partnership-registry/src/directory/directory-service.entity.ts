import { defineEntity, p } from '@mikro-orm/core';
import { PartnershipRow, partnershipRow } from '@concordat/platform-persistence';

/** A service that people are referred to. */
export class DirectoryService extends PartnershipRow {
  declare name: string;
  declare providerAgencyId: string;
  declare kind: string;
  declare purpose: string;
  declare description: string;
  declare minimumAge: number | null;
  declare maximumAge: number | null;
  declare acknowledgeHours: number;
  declare firstContactHours: number;
  declare signpost: string | null;
  declare active: boolean;
}

export const DirectoryServiceSchema = defineEntity({
  class: DirectoryService,
  tableName: 'directory_service',
  properties: {
    ...partnershipRow,
    name: p.string(),
    providerAgencyId: p.uuid(),
    kind: p.string(),
    purpose: p.string(),
    description: p.string(),
    minimumAge: p.integer().nullable(),
    maximumAge: p.integer().nullable(),
    acknowledgeHours: p.integer(),
    firstContactHours: p.integer(),
    signpost: p.string().nullable(),
    active: p.boolean(),
  },
});
