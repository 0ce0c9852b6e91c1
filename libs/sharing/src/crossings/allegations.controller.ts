import { allegedGiver, CROSSINGS, OTHER_CASE_SERVICE, type CaseService, type EventOf } from '@concordat/contracts-protocol';
import { PermanentFailure } from '@concordat/platform-errors';
import { Consumes, SealedMessages } from '@concordat/platform-messaging';
import { Controller, type Type } from '@nestjs/common';
import { Allegations } from '../consents/allegations.js';
import { LinkedRecords } from './linked-records.js';

/** Hears in the one service that holds cases who is alleged in the other to harm a person whom both know. */
export function allegationsController(service: CaseService): Type {
  const heard = CROSSINGS[OTHER_CASE_SERVICE[service]].harmAlleged;

  @Controller()
  class AllegationsController {
    constructor(
      private readonly messages: SealedMessages,
      private readonly links: LinkedRecords,
      private readonly allegations: Allegations,
    ) {}

    @Consumes(heard)
    async alleged({ partnershipId, payload }: EventOf<typeof heard>): Promise<void> {
      if (partnershipId === null) throw new PermanentFailure('What services tell of sharing belongs to a partnership, and the event names none');
      const alleged = await this.messages.openSealed(payload.sealed, allegedGiver);
      for (const subjectId of await this.links.subjectsOf(partnershipId, payload.referralIds)) await this.allegations.receive(partnershipId, subjectId, alleged, payload.referralIds);
    }
  }

  return AllegationsController;
}
