import { PartnershipRow, partnershipRow } from '@concordat/platform-persistence';
import { defineEntity, p } from '@mikro-orm/core';

/** What somebody typed to search, sealed under a key of its own, for half an hour and for them alone. */
export class Search extends PartnershipRow {
  declare userId: string;
  declare typed: Buffer;
  declare expiresAt: Date;
}

export const SearchSchema = defineEntity({
  class: Search,
  tableName: 'search',
  properties: { ...partnershipRow, userId: p.uuid(), typed: p.blob().$type<Buffer>(), expiresAt: p.datetime(3) },
});
