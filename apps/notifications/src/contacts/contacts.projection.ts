import { ContactChanged, contactCard } from '@concordat/contracts-partnership-registry';
import type { EventOf } from '@concordat/contracts-protocol';
import { PermanentFailure } from '@concordat/platform-errors';
import { Consumes, SealedMessages } from '@concordat/platform-messaging';
import { Controller } from '@nestjs/common';
import { Contacts } from './contacts.js';

/** Takes over how to write to people from partnership-registry, which encrypts it to this service alone. */
@Controller()
export class ContactsProjection {
  constructor(
    private readonly sealed: SealedMessages,
    private readonly contacts: Contacts,
  ) {}

  @Consumes(ContactChanged)
  async changed({ partnershipId, version, payload }: EventOf<typeof ContactChanged>): Promise<void> {
    if (partnershipId === null) throw new PermanentFailure('A contact belongs to a partnership, and the event names none');
    const { membershipId, userId, contact } = payload;
    await this.contacts.keep({ partnershipId, membershipId, userId }, version ?? 1, await this.sealed.openSealed(contact, contactCard));
  }
}
