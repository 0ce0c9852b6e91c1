import { defineEntity, p } from '@mikro-orm/core';
import type { AgreementStatus, agreementSignature, agreementTerm } from '@concordat/contracts-partnership-registry';
import { PartnershipRow, partnershipRow } from '@concordat/platform-persistence';
import type { z } from 'zod';

export type Signature = z.output<typeof agreementSignature>;
export type Term = z.output<typeof agreementTerm>;

/** An information sharing agreement with its signatures and terms. */
export class Agreement extends PartnershipRow {
  declare name: string;
  declare status: AgreementStatus;
  declare validFrom: string;
  /** The first date on which it no longer holds. */
  declare validTo: string;
  declare signatures: Signature[];
  declare terms: Term[];
}

export const AgreementSchema = defineEntity({
  class: Agreement,
  tableName: 'agreement',
  properties: {
    ...partnershipRow,
    name: p.string(),
    status: p.string().$type<AgreementStatus>(),
    validFrom: p.date(),
    validTo: p.date(),
    signatures: p.json<Signature[]>(),
    terms: p.json<Term[]>(),
  },
});
