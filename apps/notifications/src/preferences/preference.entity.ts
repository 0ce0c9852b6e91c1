import type { MailChoice } from '@concordat/contracts-notifications';
import { PartnershipRow, partnershipRow } from '@concordat/platform-persistence';
import { defineEntity, p } from '@mikro-orm/core';

/** How one person hears of things; whoever never chose has none. */
export class Preference extends PartnershipRow {
  declare userId: string;
  declare mail: MailChoice;
}

export const PreferenceSchema = defineEntity({
  class: Preference,
  tableName: 'preference',
  properties: { ...partnershipRow, userId: p.uuid(), mail: p.string().$type<MailChoice>() },
});
