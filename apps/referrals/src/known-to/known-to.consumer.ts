import { askedAbout, KnownToAsked } from '@concordat/contracts-jag-cases';
import type { EventOf } from '@concordat/contracts-protocol';
import { PermanentFailure } from '@concordat/platform-errors';
import { Consumes, SealedMessages } from '@concordat/platform-messaging';
import { PassingOn } from '@concordat/sharing';
import { Controller } from '@nestjs/common';

/** Looks among the people of referrals for whoever knows a person about whom somebody asks in casework. */
@Controller()
export class KnownToConsumer {
  constructor(
    private readonly messages: SealedMessages,
    private readonly passing: PassingOn,
  ) {}

  @Consumes(KnownToAsked)
  async asked({ aggregateId, partnershipId, payload }: EventOf<typeof KnownToAsked>): Promise<void> {
    if (partnershipId === null) throw new PermanentFailure('Who asks belongs to a partnership, and the event names none');
    const { why, neverTo, ...person } = await this.messages.openSealed(payload.sealed.referrals, askedAbout);
    const { caseId, purpose, fromAgencyId, fromUserId } = payload;
    await this.passing.passOn({ id: aggregateId, partnershipId, caseId, purpose, fromAgencyId, fromUserId, at: new Date(payload.askedAt), why, neverTo }, person);
  }
}
