import { Database } from '@concordat/platform-persistence';
import { LinkedRecords } from '@concordat/sharing';
import { Injectable } from '@nestjs/common';
import { CaseReferral } from './case-referral.entity.js';

/** Subjects of cases, as the referrals service knows them: by the referrals that were made of them. */
@Injectable()
export class ReferredSubjects extends LinkedRecords {
  constructor(private readonly database: Database) {
    super();
  }

  override async referralsOf(partnershipId: string, subjectId: string): Promise<string[]> {
    return (await this.database.rows(CaseReferral).find({ partnershipId, subjectId, state: { $ne: 'turned-back' } })).map(({ id }) => id);
  }

  override async subjectsOf(partnershipId: string, referralIds: readonly string[]): Promise<string[]> {
    const referrals = await this.database.rows(CaseReferral).find({ partnershipId, id: { $in: [...referralIds] } });
    return [...new Set(referrals.map(({ subjectId }) => subjectId))];
  }
}
