import { ReferralRequested, referralPayload, type ReferralPayload } from '@concordat/contracts-jag-cases';
import type { EventOf } from '@concordat/contracts-protocol';
import { ReferralTurnedBack } from '@concordat/contracts-referrals';
import { Audit } from '@concordat/platform-audit';
import { PermanentFailure } from '@concordat/platform-errors';
import { Consumes, Outbox, SealedMessages } from '@concordat/platform-messaging';
import { Database, newReference, SubjectKeys } from '@concordat/platform-persistence';
import { Allegations, birthdayDate, fieldsOfPlan, Grounds, Items, type NewItem, RegisterCrossing } from '@concordat/sharing';
import { Controller } from '@nestjs/common';
import { v7 } from 'uuid';
import { DirectoryService } from '../directory/directory-service.entity.js';
import { ReferralNotices } from '../notices/referral-notices.js';
import { Person, Referral, ReferralSubject } from '../referrals/referral.entity.js';
import { ReferralRecords } from '../referrals/referral-records.js';
import { TurnedBack } from './turned-back.entity.js';

/** Receives referrals from casework: opens what was encrypted to this service, and puts it into the inbox of the one that was asked. */
@Controller()
export class Receiving {
  constructor(
    private readonly database: Database,
    private readonly keys: SubjectKeys,
    private readonly messages: SealedMessages,
    private readonly grounds: Grounds,
    private readonly items: Items,
    private readonly register: RegisterCrossing,
    private readonly allegations: Allegations,
    private readonly records: ReferralRecords,
    private readonly notices: ReferralNotices,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
  ) {}

  @Consumes(ReferralRequested)
  async requested({ id, occurredAt, partnershipId, payload }: EventOf<typeof ReferralRequested>): Promise<void> {
    if (partnershipId === null) throw new PermanentFailure('A referral belongs to a partnership, and the event names none');
    const service = await this.database.rows(DirectoryService).findOne({ partnershipId, id: payload.serviceId });
    // The directory may be on its way: tried again.
    if (!service) throw new Error('The service is not known here yet');
    const content = await this.messages.openSealed(payload.sealed, referralPayload);
    // It may have waited: what it rests on counts as it is now.
    const sending = { partnershipId, agencyId: payload.fromAgencyId, userId: payload.fromUserId, purpose: service.purpose, action: 'export' as const, message: { id, occurredAt } };
    if (!(await this.grounds.stand(sending, content.grounds))) return this.#turnBack(partnershipId, payload);
    const personId = await this.#person(partnershipId, content);
    const referral = await this.#receive(partnershipId, service, payload);
    this.database.rows(ReferralSubject).insert({ partnershipId, caseId: referral.id, subjectId: personId });
    await this.database.em.flush();
    for (const kept of content.keptFrom) await this.register.receive(partnershipId, personId, kept, [referral.id]);
    for (const alleged of content.alleged) await this.allegations.receive(partnershipId, personId, alleged, [referral.id]);
    for (const item of itemsOf(content)) await this.items.add({ ...item, caseId: referral.id, subjectId: personId, ownerAgencyId: service.providerAgencyId });
    await this.records.enterState(referral, null, null);
    await this.records.publish(referral);
    await this.audit.record({ action: 'created', kind: 'referral', ids: [referral.id], subjectId: personId });
    await this.notices.raise('referral-received', referral, { roles: ['practitioner', 'coordinator', 'manager'] });
  }

  async #turnBack(partnershipId: string, { referralId, caseId, serviceId, fromAgencyId, fromUserId }: EventOf<typeof ReferralRequested>['payload']): Promise<void> {
    this.database.rows(TurnedBack).insert({ id: referralId, partnershipId, fromCaseId: caseId, fromAgencyId, fromUserId, serviceId });
    await this.outbox.publish(ReferralTurnedBack, { aggregateId: referralId, payload: { caseId, at: this.database.clock.now().toISOString() } });
    await this.audit.record({ action: 'created', kind: 'referral-turned-back', ids: [referralId] });
  }

  async #receive(partnershipId: string, service: DirectoryService, payload: EventOf<typeof ReferralRequested>['payload']): Promise<Referral> {
    const now = this.database.clock.now();
    const referral = this.database.rows(Referral).insert({
      id: payload.referralId,
      partnershipId,
      reference: newReference('RF'),
      purpose: service.purpose,
      ownerAgencyId: service.providerAgencyId,
      serviceId: service.id,
      state: 'received',
      since: now,
      fromAgencyId: payload.fromAgencyId,
      fromUserId: payload.fromUserId,
      fromCaseId: payload.caseId,
      requestedAt: new Date(payload.requestedAt),
      receivedAt: now,
    });
    await this.database.em.flush();
    return referral;
  }

  async #person(partnershipId: string, { person }: ReferralPayload): Promise<string> {
    const id = v7();
    await this.keys.create(id);
    this.database.rows(Person).insert({
      id,
      partnershipId,
      kind: 'person',
      sixteenthBirthday: person.dateOfBirth === null ? null : birthdayDate(person.dateOfBirth, 16),
      eighteenthBirthday: person.dateOfBirth === null ? null : birthdayDate(person.dateOfBirth, 18),
    });
    await this.database.em.flush();
    return id;
  }
}

/** What the referrer sent, as items of the service. */
function itemsOf({ person, reason, agreement, safeContact, receipts }: ReferralPayload): Pick<NewItem, 'category' | 'fields'>[] {
  const identity = { givenName: person.givenName, familyName: person.familyName, dateOfBirth: person.dateOfBirth ?? '', school: person.school ?? '' };
  return [
    { category: 'identity', fields: Object.fromEntries(Object.entries(identity).filter(([, value]) => value !== '')) },
    { category: 'contact', fields: fieldsOfPlan(safeContact) },
    { category: 'professional-opinion', fields: { reason, agreement: JSON.stringify(agreement) } },
    ...receipts.map((receipt) => ({ category: 'professional-opinion' as const, fields: { consentReceipt: JSON.stringify(receipt) } })),
  ];
}
