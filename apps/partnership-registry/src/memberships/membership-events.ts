import { ContactChanged, contactCard, MembershipChanged } from '@concordat/contracts-partnership-registry';
import { Outbox, SealedMessages } from '@concordat/platform-messaging';
import { Injectable } from '@nestjs/common';
import type { Person } from '../people/person.entity.js';
import type { Membership } from './membership.entity.js';

/** Tells the other services of memberships, and notifications of how to write to those who hold them. */
@Injectable()
export class MembershipEvents {
  constructor(
    private readonly outbox: Outbox,
    private readonly sealed: SealedMessages,
  ) {}

  async membership({ id, version, userId, agencyId, roles, active, trainingValidTo }: Membership): Promise<void> {
    await this.outbox.publish(MembershipChanged, {
      aggregateId: id,
      version,
      payload: { membershipId: id, userId, agencyId, roles, active, trainingValidTo },
    });
  }

  /** Its version is the sum of the two rows' that it is drawn from: it grows when either changes. */
  async contact(membership: Membership, person: Person): Promise<void> {
    const contact = await this.sealed.sealFor('notifications', contactCard.parse({ name: person.name, email: person.email }));
    await this.outbox.publish(ContactChanged, {
      aggregateId: membership.id,
      version: membership.version + person.version,
      payload: { membershipId: membership.id, userId: membership.userId, contact },
    });
  }
}
