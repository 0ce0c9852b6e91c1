import { CaseNotice, CaseNoticesWithdrawn } from '@concordat/contracts-jag-cases';
import { ABOUT_KINDS } from '@concordat/contracts-notifications';
import { AgreementNotice, StaffNotice } from '@concordat/contracts-partnership-registry';
import { id, instant, type EventOf } from '@concordat/contracts-protocol';
import { ReferralNotice, ReferralNoticesWithdrawn } from '@concordat/contracts-referrals';
import { PermanentFailure } from '@concordat/platform-errors';
import { Consumes, defineWork, Outbox, Performs, type Work } from '@concordat/platform-messaging';
import { Database, scopeOf } from '@concordat/platform-persistence';
import { Controller } from '@nestjs/common';
import { z } from 'zod';
import { giveUpInTime, PassingFault } from '../passing-faults/passing-fault.js';
import { Notices, type Happening } from './notices.js';

const caseKinds = CaseNotice.payload.shape.kind;
const referralKinds = ReferralNotice.payload.shape.kind;
const agreementKinds = AgreementNotice.payload.shape.kind;
const staffKinds = StaffNotice.payload.shape.kind;

const ABOUT_STAFF = { 'roles-changed': 'role-change', 'role-requested': 'role-request', 'access-review-due': 'access-review', 'colleague-left': 'leaver', 'identity-provider-changed': 'identity-provider' } as const;

/** Tells one person of whom the registry had not told when the event came. */
export const TellNewcomer = defineWork({
  name: 'newcomer.tell',
  payload: z.strictObject({
    eventId: id,
    kind: z.union([caseKinds, referralKinds, agreementKinds, staffKinds]),
    about: z.strictObject({ kind: z.enum(ABOUT_KINDS), id }),
    recordId: id.nullable().default(null),
    at: instant,
    userId: id,
  }),
});

/** What the other services say that people should know of. */
@Controller()
export class NoticeEvents {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly notices: Notices,
  ) {}

  @Consumes(CaseNotice)
  async ofCase({ id: eventId, partnershipId, occurredAt, payload }: EventOf<typeof CaseNotice>): Promise<void> {
    const { kind, caseId, recordId, userIds } = payload;
    await this.#tell({ eventId, partnershipId: given(partnershipId), kind, about: { kind: kind === 'register-near-match' ? 'case-protections' : 'case', id: caseId }, recordId, at: new Date(occurredAt) }, userIds);
  }

  @Consumes(ReferralNotice)
  async ofReferral({ id: eventId, partnershipId, occurredAt, payload }: EventOf<typeof ReferralNotice>): Promise<void> {
    const { kind, referralId, recordId, userIds } = payload;
    await this.#tell({ eventId, partnershipId: given(partnershipId), kind, about: { kind: kind === 'register-near-match' ? 'referral-protections' : 'referral', id: referralId }, recordId, at: new Date(occurredAt) }, userIds);
  }

  @Consumes(AgreementNotice)
  async ofAgreement({ id: eventId, partnershipId, aggregateId, occurredAt, payload }: EventOf<typeof AgreementNotice>): Promise<void> {
    await this.#tell({ eventId, partnershipId: given(partnershipId), kind: payload.kind, about: { kind: 'agreement', id: aggregateId }, recordId: null, at: new Date(occurredAt) }, payload.userIds);
  }

  @Consumes(StaffNotice)
  async ofStaff({ id: eventId, partnershipId, aggregateId, occurredAt, payload: { kind, userIds } }: EventOf<typeof StaffNotice>): Promise<void> {
    await this.#tell({ eventId, partnershipId: given(partnershipId), kind, about: { kind: ABOUT_STAFF[kind], id: aggregateId }, recordId: null, at: new Date(occurredAt) }, userIds);
  }

  @Consumes(CaseNoticesWithdrawn)
  async caseWithdrawn({ partnershipId, occurredAt, payload }: EventOf<typeof CaseNoticesWithdrawn>): Promise<void> {
    await this.notices.withdraw(given(partnershipId), payload.caseIds, payload.userIds, new Date(occurredAt));
  }

  @Consumes(ReferralNoticesWithdrawn)
  async referralWithdrawn({ partnershipId, occurredAt, payload }: EventOf<typeof ReferralNoticesWithdrawn>): Promise<void> {
    await this.notices.withdraw(given(partnershipId), payload.referralIds, payload.userIds, new Date(occurredAt));
  }

  @Performs(TellNewcomer)
  async tellNewcomer({ partnershipId: of, payload }: Work<z.output<typeof TellNewcomer.payload>>): Promise<void> {
    const partnershipId = given(of);
    const { userId, at, ...rest } = payload;
    const unknown = await this.database.transaction(scopeOf(partnershipId), () => this.notices.tell({ ...rest, partnershipId, at: new Date(at) }, [userId]));
    if (unknown.length === 0) return;
    const fault = new PassingFault('member-not-known');
    giveUpInTime(fault, new Date(at), this.database.clock.now());
    throw fault;
  }

  /** A newcomer waits by themselves, so that the others need not. */
  async #tell(happening: Happening, userIds: readonly string[]): Promise<void> {
    const { eventId, kind, about, recordId, at } = happening;
    for (const userId of await this.notices.tell(happening, userIds)) {
      await this.outbox.perform(TellNewcomer, { eventId, kind, about, recordId, at: at.toISOString(), userId });
    }
  }
}

function given(partnershipId: string | null): string {
  if (partnershipId === null) throw new PermanentFailure('A notice belongs to a partnership, and the event names none');
  return partnershipId;
}
