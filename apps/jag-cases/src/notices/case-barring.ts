import { CaseNotice, CaseNoticesWithdrawn } from '@concordat/contracts-jag-cases';
import { Outbox } from '@concordat/platform-messaging';
import { Database } from '@concordat/platform-persistence';
import { Barring, Gate, type Barred } from '@concordat/sharing';
import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';

/** Takes back what people were told of cases from which they are kept now. */
@Injectable()
export class CaseBarring extends Barring {
  constructor(
    database: Database,
    private readonly outbox: Outbox,
    private readonly gate: Gate,
  ) {
    super(database);
  }

  override async barred({ caseIds, userIds }: Barred): Promise<void> {
    if (caseIds.length === 0 || userIds.length === 0) return;
    await this.outbox.publish(CaseNoticesWithdrawn, { aggregateId: v7(), payload: { caseIds: [...caseIds], userIds: [...userIds] } });
  }

  override async nearMatchFound(partnershipId: string, caseId: string): Promise<void> {
    const passage = await this.gate.toKeepers({ way: 'notice', partnershipId, caseId });
    await this.gate.publish(passage, CaseNotice, { aggregateId: caseId, payload: { kind: 'register-near-match', caseId, userIds: [...passage.to] } });
  }
}
