import type { ReferralState } from '@concordat/contracts-referrals';
import { PartnershipRow, partnershipRow } from '@concordat/platform-persistence';
import { defineEntity, p } from '@mikro-orm/core';

/** A referral that was made from a case: where it stands, and nothing of what is in it. The id is the referral's own. */
export class CaseReferral extends PartnershipRow {
  declare caseId: string;
  declare subjectId: string;
  declare serviceId: string;
  /** `sent` until the service has it, or did not take it in because what it rested on had ended. */
  declare state: ReferralState | 'sent' | 'turned-back';
  declare requestedAt: Date;
  /** When the person was first reached, as the referrals service told; null before that. */
  declare firstContactAt: Date | null;
  declare byUserId: string;
  /** Consent by which who the person is was passed on. */
  declare consentIds: string[];
}

export const CaseReferralSchema = defineEntity({
  class: CaseReferral,
  tableName: 'case_referral',
  properties: {
    ...partnershipRow,
    caseId: p.uuid(),
    subjectId: p.uuid(),
    serviceId: p.uuid(),
    state: p.string().$type<CaseReferral['state']>(),
    requestedAt: p.datetime(3),
    firstContactAt: p.datetime(3).nullable(),
    byUserId: p.uuid(),
    consentIds: p.array().columnType('uuid[]'),
  },
});

export class CaseReferralStep extends PartnershipRow {
  declare referralId: string;
  declare state: ReferralState | 'turned-back';
  declare at: Date;
}

export const CaseReferralStepSchema = defineEntity({
  class: CaseReferralStep,
  tableName: 'case_referral_step',
  properties: { ...partnershipRow, referralId: p.uuid(), state: p.string().$type<CaseReferralStep['state']>(), at: p.datetime(3) },
});

/** A service of the directory, as the registry told of it. */
export class DirectoryService extends PartnershipRow {
  declare name: string;
  declare providerAgencyId: string;
  declare purpose: string;
  declare description: string;
  declare minimumAge: number | null;
  declare maximumAge: number | null;
  declare active: boolean;
}

export const DirectoryServiceSchema = defineEntity({
  class: DirectoryService,
  tableName: 'directory_service',
  properties: {
    ...partnershipRow,
    name: p.string(),
    providerAgencyId: p.uuid(),
    purpose: p.string(),
    description: p.string(),
    minimumAge: p.integer().nullable(),
    maximumAge: p.integer().nullable(),
    active: p.boolean(),
  },
});
