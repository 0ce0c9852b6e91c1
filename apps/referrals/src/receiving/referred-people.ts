import { Database } from '@concordat/platform-persistence';
import { LinkedRecords } from '@concordat/sharing';
import { Injectable } from '@nestjs/common';
import { TurnedBack } from './turned-back.entity.js';
import { ReferralSubject } from '../referrals/referral.entity.js';

/** People who were referred, as casework knows them: by their referrals. */
@Injectable()
export class ReferredPeople extends LinkedRecords {
  constructor(private readonly database: Database) {
    super();
  }

  override async referralsOf(partnershipId: string, subjectId: string): Promise<string[]> {
    return (await this.database.rows(ReferralSubject).find({ partnershipId, subjectId })).map(({ caseId }) => caseId);
  }

  override async subjectsOf(partnershipId: string, referralIds: readonly string[]): Promise<string[]> {
    const known = await this.database.rows(ReferralSubject).find({ partnershipId, caseId: { $in: [...referralIds] } });
    const turnedBack = await this.database.rows(TurnedBack).count({ partnershipId, id: { $in: [...referralIds] } });
    if (new Set(known.map(({ caseId }) => caseId)).size + turnedBack < referralIds.length) throw new Error('A referral of the person is not known here yet');
    return [...new Set(known.map(({ subjectId }) => subjectId))];
  }
}
