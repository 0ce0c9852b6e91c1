import { changeAgreement, getAgreement, type Agreement, type newTerm } from '@concordat/contracts-partnership-registry';
import type { CallOf } from '@concordat/contracts-protocol';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Services } from '../../services/services.js';
import { AgreementChanges } from './agreement-changes.js';

export type Term = Agreement['terms'][number];
export type NewTerm = z.output<typeof newTerm>;
type Written = Omit<CallOf<typeof changeAgreement>['body'], 'version'>;

/** The terms of a draft as they are written again: their numbers and ids are given anew. */
export const termsOf = ({ terms }: Agreement): NewTerm[] => terms.map(({ id: _id, number: _number, ...term }) => term);

/** All that is written in a draft, as it is written again when one part of it changes. */
export function writtenIn(agreement: Agreement): Written {
  const { name, validFrom, validTo, parties, purposes, aim, policyDocument, impactAssessment, retention, security, rights, reviewOn } = agreement;
  return { name, validFrom, validTo, parties, purposes, aim, policyDocument, impactAssessment, retention, security, rights, reviewOn, terms: termsOf(agreement) };
}

/** Reading and writing drafts of agreements, part by part. */
@Injectable()
export class AgreementWriting {
  constructor(
    private readonly services: Services,
    private readonly changes: AgreementChanges,
  ) {}

  get(agreementId: string): Promise<Agreement> {
    return this.services.call(getAgreement, { params: { agreementId } });
  }

  /** @param version what the page showed, so that nobody's change is written over */
  save(agreement: Agreement, version: number, changes: Partial<Written>, idempotencyKey: string): Promise<Agreement> {
    const body = { ...writtenIn(agreement), ...changes, version };
    return this.changes.inWords(() => this.services.call(changeAgreement, { params: { agreementId: agreement.id }, body, idempotencyKey }));
  }
}
