import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';

/** People, and whole agencies, from whom cases are kept from now on. */
export interface Barred {
  partnershipId: string;
  caseIds: readonly string[];
  userIds: readonly string[];
}

/** A user or an agency that must never learn of a subject. */
export interface KeptEntry {
  partnershipId: string;
  subjectId: string;
  userId: string | null;
  agencyId: string | null;
}

/** What a service does as soon as somebody is kept from a case: it takes back what it told them. */
@Injectable()
export abstract class Barring {
  constructor(protected readonly database: Database) {}

  /** Those whom the entry names are kept from every case of the subject. */
  async keptFrom({ partnershipId, subjectId, userId, agencyId }: KeptEntry): Promise<void> {
    const cases = await this.database.em.execute<{ case_id: string }[]>('select case_id from case_subject where partnership_id = ? and subject_id = ? order by 1', [partnershipId, subjectId]);
    const users = await this.database.em.execute<{ user_id: string }[]>(
      'select distinct user_id from membership_projection where partnership_id = ? and (user_id = ? or agency_id = ?) order by 1', [partnershipId, userId, agencyId],
    );
    await this.barred({ partnershipId, caseIds: cases.map((row) => row.case_id), userIds: users.map((row) => row.user_id) });
  }

  /** Inside the open transaction. */
  abstract barred(barred: Barred): Promise<void>;
  /** A member of staff may be, or may tell, somebody in the register: those of the case's owner who keep the register should look. */
  abstract nearMatchFound(partnershipId: string, caseId: string): Promise<void>;
}
