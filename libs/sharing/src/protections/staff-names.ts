import { StaffNamed } from '@concordat/contracts-partnership-registry';
import { line, type EventOf } from '@concordat/contracts-protocol';
import { PermanentFailure } from '@concordat/platform-errors';
import { Consumes, SealedMessages } from '@concordat/platform-messaging';
import { Controller, Inject } from '@nestjs/common';
import { CASE_SERVICE, type CaseServiceName } from './case-service.js';
import { NearMatches } from './near-matches.js';

/** Hears what members of staff are called, keeps the tokens of it, and forgets the name. */
@Controller()
export class StaffNames {
  constructor(
    private readonly messages: SealedMessages,
    private readonly matches: NearMatches,
    @Inject(CASE_SERVICE) private readonly service: CaseServiceName,
  ) {}

  @Consumes(StaffNamed)
  async staffNamed({ partnershipId, payload }: EventOf<typeof StaffNamed>): Promise<void> {
    if (partnershipId === null) throw new PermanentFailure('A member of staff belongs to a partnership, and the event names none');
    await this.matches.staffNamed(partnershipId, payload.userId, await this.messages.openSealed(payload.names[this.service], line));
  }
}
