import type { Agreement, AgreementStatus } from '@concordat/contracts-partnership-registry';
import { whatIfRoutes, type OutputOf, type WhatIfCount } from '@concordat/contracts-protocol';
import { RuleError } from '@concordat/platform-errors';
import { Injectable } from '@nestjs/common';
import { Services } from '../../services/services.js';
import type { Table } from '../tables.js';
import type { AgreementLists } from './agreement-words.js';

type Counts = OutputOf<ReturnType<typeof whatIfRoutes>['whatIf']>;

const SHARING = ['jag-cases', 'referrals'] as const;

/** What a move would open and close among the items of the visitor's own agency, in casework and in referrals. */
@Injectable()
export class WhatIf {
  constructor(private readonly services: Services) {}

  /** Null where a move changes nothing that is shared, or a service has not heard of the agreement yet. */
  async of(agreement: Agreement, status: AgreementStatus): Promise<Counts | null> {
    if (status !== 'active' && status !== 'suspended' && status !== 'ended') return null;
    if (status !== 'active' && agreement.status !== 'active') return null;
    const body = { version: agreement.version, status };
    const asked = SHARING.map((service) => this.services.call(whatIfRoutes(service).whatIf, { params: { agreementId: agreement.id }, body }));
    try {
      const answers = await Promise.all(asked);
      return { opens: answers.flatMap(({ opens }) => opens), closes: answers.flatMap(({ closes }) => closes) };
    } catch (error) {
      if (error instanceof RuleError && error.code === 'not-heard-yet') return null;
      throw error;
    }
  }
}

/** A table of counts; those under 5 are not among them, and there is no total. */
export function countsTable(caption: string, counts: readonly WhatIfCount[], { agencies, purposes, categories }: AgreementLists): Table {
  return {
    caption,
    columns: ['Agency', 'What for', 'What', 'Items of yours'],
    rows: counts.map(({ agencyId, purpose, category, items }) => [
      { text: agencies.name(agencyId) },
      { text: purposes.name(purpose) },
      { text: categories.name(category) },
      { text: String(items) },
    ]),
  };
}
