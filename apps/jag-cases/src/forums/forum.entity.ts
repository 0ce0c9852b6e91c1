import { PartnershipRow, partnershipRow } from '@concordat/platform-persistence';
import { defineEntity, p } from '@mikro-orm/core';

/** A forum, as the registry told of it. The id and version are the registry's. */
export class Forum extends PartnershipRow {
  declare code: string;
  declare name: string;
  declare referencePrefix: string;
  declare purpose: string;
  declare subjectKinds: ('person' | 'group' | 'place')[];
  declare minimumAge: number | null;
  declare maximumAge: number | null;
  declare criteria: { code: string; text: string }[];
  declare ownerAgencyId: string;
  declare coreAgencyIds: string[];
  declare agendaDays: number;
  declare active: boolean;
}

export const ForumSchema = defineEntity({
  class: Forum,
  tableName: 'forum',
  properties: {
    ...partnershipRow,
    code: p.string(),
    name: p.string(),
    referencePrefix: p.string(),
    purpose: p.string(),
    subjectKinds: p.json<('person' | 'group' | 'place')[]>(),
    minimumAge: p.integer().nullable(),
    maximumAge: p.integer().nullable(),
    criteria: p.json<{ code: string; text: string }[]>(),
    ownerAgencyId: p.uuid(),
    coreAgencyIds: p.json<string[]>(),
    agendaDays: p.integer(),
    active: p.boolean(),
  },
});
