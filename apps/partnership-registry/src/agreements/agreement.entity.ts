import { defineEntity, p } from '@mikro-orm/core';
import type { AgreementAttachment, AgreementParty, AgreementReview, AgreementStatus, AgreementTerm, agreementSignature } from '@concordat/contracts-partnership-registry';
import { PartnershipRow, partnershipRow } from '@concordat/platform-persistence';
import type { z } from 'zod';

export type Signature = z.output<typeof agreementSignature>;

/** An information sharing agreement with its parties, text, terms and signatures. */
export class Agreement extends PartnershipRow {
  declare name: string;
  declare status: AgreementStatus;
  declare validFrom: string;
  /** The first date on which it no longer holds. */
  declare validTo: string;
  declare parties: AgreementParty[];
  declare purposes: string[];
  declare aim: string;
  declare terms: AgreementTerm[];
  declare policyDocument: string;
  declare impactAssessment: string;
  declare retention: string;
  declare security: string;
  declare rights: string;
  declare reviewOn: string | null;
  declare signatures: Signature[];
  /** What they are; their bytes are an `AgreementFile` each. */
  declare attachments: AgreementAttachment[];
  /** Oldest first. */
  declare reviews: AgreementReview[];
  /** 1 for the first; each that was made from another counts on. */
  declare edition: number;
  /** The agreement that it was made from, and that it ends when it comes into force. */
  declare supersedes: string | null;
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
    parties: p.json<AgreementParty[]>(),
    purposes: p.array(),
    aim: p.text(),
    terms: p.json<AgreementTerm[]>(),
    policyDocument: p.text(),
    impactAssessment: p.text(),
    retention: p.text(),
    security: p.text(),
    rights: p.text(),
    reviewOn: p.date().nullable(),
    signatures: p.json<Signature[]>(),
    attachments: p.json<AgreementAttachment[]>(),
    reviews: p.json<AgreementReview[]>(),
    edition: p.integer(),
    supersedes: p.uuid().nullable(),
  },
});

export const isLive = (signature: Signature): boolean => signature.withdrawnOn === null;

/** Agencies that have signed and not withdrawn. */
export const signatoriesOf = ({ signatures }: Pick<Agreement, 'signatures'>): string[] => [...new Set(signatures.filter(isLive).map(({ agencyId }) => agencyId))];
