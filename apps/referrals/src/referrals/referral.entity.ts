import type { ReferralState } from '@concordat/contracts-referrals';
import { PartnershipRow, partnershipRow } from '@concordat/platform-persistence';
import { defineEntity, p } from '@mikro-orm/core';

/** A referral of a person to a service, owned by the agency that provides it. The id is the one that the referrer gave it. */
export class Referral extends PartnershipRow {
  declare reference: string;
  declare purpose: string;
  /** The agency that provides the service. */
  declare ownerAgencyId: string;
  declare serviceId: string;
  declare state: ReferralState;
  declare since: Date;
  declare fromAgencyId: string;
  declare fromUserId: string;
  /** The case that it came from; null for one made outside casework. */
  declare fromCaseId: string | null;
  declare requestedAt: Date;
  declare receivedAt: Date;
  /** When the service first looked at it. */
  declare openedAt: Date | null;
  /** The first contact in which the person was reached. */
  declare firstContactAt: Date | null;
  declare closedAt: Date | null;
  declare workerUserId: string | null;
  declare outcomeCode: string | null;
  declare outcomeAchieved: boolean | null;
  /** When a manager was told that it waits too long; begins anew with each state. */
  declare overdueToldAt: Date | null;
}

export const ReferralSchema = defineEntity({
  class: Referral,
  tableName: 'case',
  properties: {
    ...partnershipRow,
    reference: p.string(),
    purpose: p.string(),
    ownerAgencyId: p.uuid(),
    serviceId: p.uuid(),
    state: p.string().$type<ReferralState>(),
    since: p.datetime(3),
    fromAgencyId: p.uuid(),
    fromUserId: p.uuid(),
    fromCaseId: p.uuid().nullable(),
    requestedAt: p.datetime(3),
    receivedAt: p.datetime(3),
    openedAt: p.datetime(3).nullable(),
    firstContactAt: p.datetime(3).nullable(),
    closedAt: p.datetime(3).nullable(),
    workerUserId: p.uuid().nullable(),
    outcomeCode: p.string().nullable(),
    outcomeAchieved: p.boolean().nullable(),
    overdueToldAt: p.datetime(3).nullable(),
  },
});

/** The person of a referral. */
export class ReferralSubject extends PartnershipRow {
  declare caseId: string;
  declare subjectId: string;
}

export const ReferralSubjectSchema = defineEntity({
  class: ReferralSubject,
  tableName: 'case_subject',
  properties: { ...partnershipRow, caseId: p.uuid(), subjectId: p.uuid() },
});

/** A person who was referred; what is known of them is in items. */
export class Person extends PartnershipRow {
  declare kind: 'person';
  declare sixteenthBirthday: string | null;
  declare eighteenthBirthday: string | null;
}

export const PersonSchema = defineEntity({
  class: Person,
  tableName: 'subject',
  properties: { ...partnershipRow, kind: p.string().$type<'person'>(), sixteenthBirthday: p.date().nullable(), eighteenthBirthday: p.date().nullable() },
});

/** A state that a referral stood in, and why it came there (an item). */
export class ReferralStateEntry extends PartnershipRow {
  declare caseId: string;
  declare state: ReferralState;
  declare fromAt: Date;
  declare toAt: Date | null;
  /** null for its arrival. */
  declare byUserId: string | null;
  declare reasonItemId: string | null;
}

export const ReferralStateEntrySchema = defineEntity({
  class: ReferralStateEntry,
  tableName: 'referral_state',
  properties: {
    ...partnershipRow,
    caseId: p.uuid(),
    state: p.string().$type<ReferralState>(),
    fromAt: p.datetime(3),
    toAt: p.datetime(3).nullable(),
    byUserId: p.uuid().nullable(),
    reasonItemId: p.uuid().nullable(),
  },
});
