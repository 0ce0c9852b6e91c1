import { askedAbout, KnownToAsked, type CaseService, type EventOf } from '@concordat/contracts-protocol';
import { PermanentFailure } from '@concordat/platform-errors';
import { Consumes, SealedMessages } from '@concordat/platform-messaging';
import { Controller, type Type } from '@nestjs/common';
import { Grounds } from '../crossings/grounds.js';
import { PassingOn } from './passing-on.js';

/** Looks in a service that has cases for whoever knows a person about whom somebody asks in casework. */
export function knownToConsumer(service: CaseService): Type {
  @Controller()
  class KnownToConsumer {
    constructor(
      private readonly messages: SealedMessages,
      private readonly grounds: Grounds,
      private readonly passing: PassingOn,
    ) {}

    @Consumes(KnownToAsked)
    async asked({ id, occurredAt, aggregateId, partnershipId, payload }: EventOf<typeof KnownToAsked>): Promise<void> {
      if (partnershipId === null) throw new PermanentFailure('Who asks belongs to a partnership, and the event names none');
      const { why, neverTo, grounds, ...person } = await this.messages.openSealed(payload.sealed[service], askedAbout);
      const { caseId, purpose, fromAgencyId, fromUserId } = payload;
      // It may have waited: whoever may no longer read who the person is asks nobody about them.
      if (!(await this.grounds.stand({ partnershipId, agencyId: fromAgencyId, userId: fromUserId, purpose, action: 'read', message: { id, occurredAt } }, grounds))) return;
      await this.passing.passOn({ id: aggregateId, partnershipId, caseId, purpose, fromAgencyId, fromUserId, at: new Date(payload.askedAt), why, neverTo }, person);
    }
  }

  return KnownToConsumer;
}
