import { PartnershipRow, partnershipRow } from '@concordat/platform-persistence';
import { defineEntity, p } from '@mikro-orm/core';

/** A system of the partnership that asks the sharing policy for decisions. */
export class DecisionClient extends PartnershipRow {
  declare name: string;
  /** SHA-256 of the secret, in hexadecimal. The secret is random, 256 bits, so that no slow hash is needed. */
  declare secretHash: string;
  declare active: boolean;
}

export const DecisionClientSchema = defineEntity({
  class: DecisionClient,
  tableName: 'decision_client',
  properties: { ...partnershipRow, name: p.string(), secretHash: p.string(), active: p.boolean() },
});
