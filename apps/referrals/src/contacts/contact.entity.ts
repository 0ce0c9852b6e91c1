import type { contactMeans } from '@concordat/contracts-referrals';
import { PartnershipRow, partnershipRow } from '@concordat/platform-persistence';
import { defineEntity, p } from '@mikro-orm/core';
import type { z } from 'zod';

export type ContactMeans = z.output<typeof contactMeans>;

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
