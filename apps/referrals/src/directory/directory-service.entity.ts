import { PartnershipRow, partnershipRow } from '@concordat/platform-persistence';
import { defineEntity, p } from '@mikro-orm/core';

/** A service of the directory, as the registry told of it. The id and version are the registry's. */
export class DirectoryService extends PartnershipRow {
  declare name: string;
  declare providerAgencyId: string;
  declare purpose: string;
  declare acknowledgeHours: number;
  declare firstContactHours: number;
  declare active: boolean;
}

export const DirectoryServiceSchema = defineEntity({
  class: DirectoryService,
  tableName: 'directory_service',
  properties: {
    ...partnershipRow,
    name: p.string(),
    providerAgencyId: p.uuid(),
    purpose: p.string(),
    acknowledgeHours: p.integer(),
    firstContactHours: p.integer(),
    active: p.boolean(),
  },
});
