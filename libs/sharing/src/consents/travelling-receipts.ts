import type { ConsentReceipt } from '@concordat/contracts-protocol';
import { Injectable } from '@nestjs/common';
import { CaseSight } from '../records/case-sight.js';
import { receiptOf } from './consent-receipt.js';
import { ConsentViews } from './consent-views.js';

/** Receipts of consent that go along with what is shared on it. */
@Injectable()
export class TravellingReceipts {
  constructor(
    private readonly sight: CaseSight,
    private readonly views: ConsentViews,
  ) {}

  /** Of the consent that counts now for sharing what is held on a subject with an agency. */
  async of(caseId: string, subjectId: string, agencyId: string): Promise<ConsentReceipt[]> {
    const found = await this.sight.openForWork(caseId);
    const known = await this.views.of(found);
    return known
      .filter(({ view }) => view.state === 'in-force' && view.subjectId === subjectId && view.recipientAgencyIds.includes(agencyId))
      .map(({ view }) => receiptOf(view, found.ownerAgencyId));
  }
}
