import { caller } from '@concordat/platform-auth';
import { NotAllowedError, NotFoundError } from '@concordat/platform-errors';
import type { Role } from '@concordat/contracts-protocol';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { notBarred } from '../query/conditions.js';
import { readerOf } from '../query/reader.js';
import { sql, type Sql } from '../query/sql.js';
import { Sharing } from '../service/sharing.js';

/** A case of the caller's own agency, from which nothing keeps the caller. */
export interface OwnedCase {
  id: string;
  partnershipId: string;
  ownerAgencyId: string;
  subjectIds: string[];
}

/** Who keeps the register of a case's people, by their role in the agency that owns the case. */
export const KEEPS_REGISTER = ['victim-safety', 'information-governance'] as const satisfies readonly Role[];
/** The role that may confirm a reader without reading the item: its users are told of what is kept for safety (law 7). */
export const GOVERNS = 'information-governance' satisfies Role;
/** Who keeps colleagues from a case. */
export const EXCLUDES = ['coordinator', 'manager', 'victim-safety', 'information-governance'] as const satisfies readonly Role[];

export const holdsOne = (of: readonly Role[]): boolean => caller().roles.some((role) => of.includes(role));

/** Opens cases for those of their owner who keep them safe: also information governance users, to whom the frame is not shown. */
@Injectable()
export class OwnedCases {
  constructor(
    private readonly database: Database,
    private readonly sharing: Sharing,
  ) {}

  /** @throws NotFoundError for a case of another agency, or that the caller is kept from, as for one that never was */
  async open(caseId: string): Promise<OwnedCase> {
    return this.#open(caseId, sql`(me.owns or me.keeps_victims_safe)`);
  }

  /** As {@link open}, also for auditors, who are shown nothing of what is in it. The route asks for the role. @throws NotFoundError */
  async openToAudit(caseId: string): Promise<OwnedCase> {
    return this.#open(caseId, sql`true`);
  }

  /** Every case of a person that the caller may open so, by id. */
  async toAuditOf(subjectId: string): Promise<string[]> {
    const question = this.sharing.question(caller());
    const { text, values } = sql`
      select c.id
        from sharing_case c cross join ${readerOf(question)}
       where c.partnership_id = ${question.partnershipId}::uuid and me.active and c.owner_agency_id = me.agency_id and ${notBarred(sql`c.id`)}
         and exists (select from case_subject s where s.partnership_id = c.partnership_id and s.case_id = c.id and s.subject_id = ${subjectId}::uuid)
       order by c.id`;
    return (await this.database.em.execute<{ id: string }[]>(text, [...values])).map(({ id }) => id);
  }

  /** The case that people call so, whosever it is. @throws NotFoundError for no case */
  async idOf(reference: string): Promise<string> {
    const [found] = await this.database.em.execute<{ id: string }[]>('select id from sharing_case_reference where partnership_id = ? and reference = ?', [caller().partnershipId, reference.toUpperCase()]);
    if (found === undefined) throw new NotFoundError('case');
    return found.id;
  }

  async #open(caseId: string, whose: Sql): Promise<OwnedCase> {
    const question = this.sharing.question(caller());
    const { text, values } = sql`
      select c.owner_agency_id, array(select s.subject_id::text from case_subject s where s.partnership_id = c.partnership_id and s.case_id = c.id order by s.created_at, s.id) as subject_ids
        from sharing_case c cross join ${readerOf(question)}
       where c.partnership_id = ${question.partnershipId}::uuid and c.id = ${caseId}::uuid
         and me.active and ${whose} and c.owner_agency_id = me.agency_id and ${notBarred(sql`c.id`)}`;
    const [found] = await this.database.em.execute<{ owner_agency_id: string; subject_ids: string[] }[]>(text, [...values]);
    if (found === undefined) throw new NotFoundError('case');
    return { id: caseId, partnershipId: question.partnershipId, ownerAgencyId: found.owner_agency_id, subjectIds: found.subject_ids };
  }

  /** Everybody who works in the partnership, but the caller: whom somebody may choose to keep from a case, or to let read an item. */
  async staff(): Promise<{ userId: string; agencyId: string }[]> {
    const { partnershipId, userId } = caller();
    const rows = await this.database.em.execute<{ user_id: string; agency_id: string }[]>(
      'select distinct user_id, agency_id from membership_projection where partnership_id = ? and active and user_id <> ? order by agency_id, user_id',
      [partnershipId, userId],
    );
    return rows.map((row) => ({ userId: row.user_id, agencyId: row.agency_id }));
  }

  /** The case's reference, where its frame is shown to the caller. */
  async reference({ partnershipId, id }: OwnedCase): Promise<string | null> {
    const readable = this.sharing.readableCases(this.sharing.question(caller()), 'c');
    const [row] = await this.database.em.execute<{ reference: string }[]>(`select c.reference from "case" c where c.partnership_id = ? and c.id = ? and ${readable.text}`, [partnershipId, id, ...readable.values]);
    return row?.reference ?? null;
  }

  /** @throws NotFoundError; NotAllowedError for a colleague with another role */
  async openAs(caseId: string, roles: readonly Role[], what: string): Promise<OwnedCase> {
    const found = await this.open(caseId);
    if (!holdsOne(roles)) throw new NotAllowedError(`Only ${list(roles)} of the agency that owns the case can ${what}.`);
    return found;
  }
}

const NAMES: Partial<Record<Role, string>> = {
  coordinator: 'a coordinator',
  manager: 'a manager',
  'victim-safety': 'somebody who looks after the safety of victims',
  'information-governance': 'an information governance lead',
};

function list(roles: readonly Role[]): string {
  return new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(roles.map((role) => NAMES[role] ?? role));
}
