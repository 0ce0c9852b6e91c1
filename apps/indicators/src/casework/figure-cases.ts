import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import type { Period } from '../periods/period.js';
import type { Counted } from './casework-tallies.js';

const PAGE = 50;

export interface CountedCases {
  measure: Counted;
  period: Period;
  /** Counts the cases of this agency's forums alone. */
  ownerAgencyId: string;
  forumCode: string | null;
  after: string | null;
}

/** The cases of which something was counted, in the open transaction. */
@Injectable()
export class FigureCases {
  constructor(private readonly database: Database) {}

  async page(partnershipId: string, { measure, period, ownerAgencyId, forumCode, after }: CountedCases): Promise<{ caseIds: string[]; next: string | null }> {
    const rows = await this.database.em.execute<{ case_id: string }[]>(
      `select distinct k.case_id
         from casework_count k
         join case_fact c on c.partnership_id = k.partnership_id and c.id = k.case_id
        where k.partnership_id = ? and k.measure = ? and k.counted_from < ? and k.counted_to > ?
          and c.owner_agency_id = ?::uuid and (?::text is null or c.forum_code = ?) and (?::uuid is null or k.case_id > ?::uuid)
        order by k.case_id limit ${PAGE + 1}`,
      [partnershipId, measure, period.end, period.start, ownerAgencyId, forumCode, forumCode, after, after],
    );
    const caseIds = rows.slice(0, PAGE).map((row) => row.case_id);
    return { caseIds, next: rows.length > PAGE ? (caseIds.at(-1) ?? null) : null };
  }
}
