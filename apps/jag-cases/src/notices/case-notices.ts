import { CaseNotice } from '@concordat/contracts-jag-cases';
import type { EventOf } from '@concordat/contracts-protocol';
import { Gate, type Audience } from '@concordat/sharing';
import { Injectable } from '@nestjs/common';
import type { Case } from '../cases/case.entity.js';

export type NoticeKind = EventOf<typeof CaseNotice>['payload']['kind'];

/** Tells people that something on a case concerns them: only those whom the gate lets through. */
@Injectable()
export class CaseNotices {
  constructor(private readonly gate: Gate) {}

  /** @param itemId what it is about: told only to those who may read it */
  async raise(kind: NoticeKind, found: Pick<Case, 'id' | 'partnershipId'>, audience: Audience, itemId?: string): Promise<void> {
    const passage = await this.gate.toUsers({ way: 'notice', partnershipId: found.partnershipId, caseId: found.id, itemId }, audience);
    await this.gate.publish(passage, CaseNotice, { aggregateId: found.id, payload: { kind, caseId: found.id, userIds: [...passage.to] } });
  }
}
