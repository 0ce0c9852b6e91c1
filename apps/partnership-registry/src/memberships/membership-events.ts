import { ContactChanged, contactCard, MembershipChanged, StaffNamed } from '@concordat/contracts-partnership-registry';
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

  /** The version of what is drawn from the two rows is the sum of theirs: it grows when either changes. */
  async contact(membership: Membership, person: Person): Promise<void> {
    await this.named(membership, person);
    const contact = await this.sealed.sealFor('notifications', contactCard.parse({ name: person.name, email: person.email }));
    await this.outbox.publish(ContactChanged, {
      aggregateId: membership.id,
      version: membership.version + person.version,
      payload: { membershipId: membership.id, userId: membership.userId, contact },
    });
  }

  async named(membership: Membership, person: Person): Promise<void> {
    await this.outbox.publish(StaffNamed, {
      aggregateId: membership.id,
      version: membership.version + person.version,
      payload: {
        userId: membership.userId,
        names: { 'jag-cases': await this.sealed.sealFor('jag-cases', person.name), referrals: await this.sealed.sealFor('referrals', person.name) },
      },
    });
  }
}
