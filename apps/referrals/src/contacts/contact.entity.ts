import type { ContactMeans } from '@concordat/contracts-protocol';
import { PartnershipRow, partnershipRow } from '@concordat/platform-persistence';
import { defineEntity, p } from '@mikro-orm/core';

/** A contact with the person, or an attempt; the note is an item. */
export class Contact extends PartnershipRow {
  declare caseId: string;
  declare at: Date;
  declare means: ContactMeans;
  declare reached: boolean;
  declare byUserId: string;
  declare noteItemId: string;
}

export const ContactSchema = defineEntity({
  class: Contact,
  tableName: 'contact',
  properties: { ...partnershipRow, caseId: p.uuid(), at: p.datetime(3), means: p.string().$type<ContactMeans>(), reached: p.boolean(), byUserId: p.uuid(), noteItemId: p.uuid() },
});
