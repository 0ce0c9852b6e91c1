import type { PersonOfCase } from '@concordat/contracts-protocol';
import { caller } from '@concordat/platform-auth';
import { NotFoundError } from '@concordat/platform-errors';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { PeopleNamed } from '../items/people-named.js';
import { caseCondition, recordCondition } from '../query/conditions.js';
import { readerOf } from '../query/reader.js';
import { name, sql, type Sql } from '../query/sql.js';
import { Sharing } from '../service/sharing.js';

/** A case as records about sharing on it need it. */
export interface SeenCase {
  partnershipId: string;
  id: string;
  reference: string;
  purpose: string;
  ownerAgencyId: string;
  /** Whether the caller may see its frame, and so work on it; else they may only know of records. */
  frame: boolean;
  /** Whether the caller is of the agency that owns it. */
  owner: boolean;
}

interface CaseRow {
  partnership_id: string;
  id: string;
  reference: string;
  purpose: string;
  owner_agency_id: string;
  frame: boolean;
}

/** All agencies that records about sharing on case `alias` name. */
export function namedOn(alias: string): Sql {
  const c = name(alias);
  const of = (from: string): Sql => sql`${name(from)} r where r.partnership_id = ${c}.partnership_id and r.case_id = ${c}.id`;
  return sql`array(
    select r.recorded_for_agency_id from ${of('consent_statement')}
    union select unnest(k.recipient_agency_ids) from consent k
      join consent_statement s on s.partnership_id = k.partnership_id and s.consent_id = k.id
     where s.partnership_id = ${c}.partnership_id and s.case_id = ${c}.id
    union select r.agency_id from ${of('withdrawal_task')}
    union select r.owner_agency_id from ${of('sharing_decision')}
    union select r.recipient_agency_id from ${of('sharing_decision')})`;
}

/** Opens cases to those who may see their frame, or know of a record about sharing on them. */
@Injectable()
export class CaseSight {
  constructor(
    private readonly database: Database,
    private readonly sharing: Sharing,
    private readonly named: PeopleNamed,
  ) {}

  /** The condition over case `c` that the caller may know of a record which names these agencies. */
  knows(named: Sql): Sql {
    return recordCondition(readerOf(this.sharing.question(caller())), 'c', named);
  }

  /** @throws NotFoundError for a case that is hidden, as for one that never was */
  async open(caseId: string): Promise<SeenCase> {
    const reader = readerOf(this.sharing.question(caller()));
    const frame = caseCondition(reader, 'c');
    const query = sql`select c.partnership_id, c.id, r.reference, c.purpose, c.owner_agency_id, ${frame} as frame
      from sharing_case c join sharing_case_reference r on r.partnership_id = c.partnership_id and r.id = c.id
     where c.partnership_id = ${caller().partnershipId}::uuid and c.id = ${caseId}::uuid
       and (${frame} or ${recordCondition(reader, 'c', namedOn('c'))})`;
    const [row] = await this.database.em.execute<CaseRow[]>(query.text, [...query.values]);
    if (!row) throw new NotFoundError('case');
    return seen(row);
  }

  /** As {@link open}, for work on the case. @throws NotFoundError for who may not see its frame */
  async openForWork(caseId: string): Promise<SeenCase> {
    const found = await this.open(caseId);
    if (!found.frame) throw new NotFoundError('case');
    return found;
  }

  /** The case's subjects, the first named first, by the names that the caller may see. */
  async people({ partnershipId, id }: SeenCase): Promise<PersonOfCase[]> {
    const subjects = await this.database.em.execute<{ subject_id: string }[]>(
      'select subject_id from case_subject where partnership_id = ? and case_id = ? order by created_at, id', [partnershipId, id],
    );
    const named = await this.named.of([id]);
    return subjects.map(({ subject_id: subjectId }) => {
      const { name: called, why } = named(id, subjectId);
      return { subjectId, name: called, why };
    });
  }
}

function seen(row: CaseRow): SeenCase {
  return {
    partnershipId: row.partnership_id, id: row.id, reference: row.reference, purpose: row.purpose, ownerAgencyId: row.owner_agency_id,
    frame: row.frame, owner: row.owner_agency_id === caller().agencyId,
  };
}
