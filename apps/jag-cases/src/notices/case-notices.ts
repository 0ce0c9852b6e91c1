import { CaseNotice } from '@concordat/contracts-jag-cases';
import type { EventOf, Role } from '@concordat/contracts-protocol';
import { Outbox } from '@concordat/platform-messaging';
import { Database } from '@concordat/platform-persistence';
import { Sharing, type ReaderQuestion } from '@concordat/sharing';
import { Injectable } from '@nestjs/common';
import type { Case } from '../cases/case.entity.js';

export type NoticeKind = EventOf<typeof CaseNotice>['payload']['kind'];

/** Whom a notice is meant for: people, or those who hold a role in an agency. */
export type Audience = { userIds: readonly string[] } | { agencyIds: readonly string[]; roles: readonly Role[] };

interface Candidate {
  user_id: string;
  membership_id: string;
  agency_id: string;
}

/** Tells people that something on a case concerns them: only those who may see the case, and never the one who did it. */
@Injectable()
export class CaseNotices {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly sharing: Sharing,
  ) {}

  /** @param itemId what it is about: told only to those who may read it */
  async raise(kind: NoticeKind, found: Pick<Case, 'id' | 'partnershipId'>, audience: Audience, itemId?: string): Promise<void> {
    await this.database.em.flush();
    const userIds = new Set<string>();
    for (const candidate of await this.#candidates(found.partnershipId, audience)) {
      if (candidate.user_id !== this.database.scope.userId && (await this.#maySee(found, candidate, itemId))) userIds.add(candidate.user_id);
    }
    if (userIds.size === 0) return;
    await this.outbox.publish(CaseNotice, { aggregateId: found.id, payload: { kind, caseId: found.id, userIds: [...userIds].sort() } });
  }

  async #candidates(partnershipId: string, audience: Audience): Promise<Candidate[]> {
    const base = 'select user_id, id as membership_id, agency_id from membership_projection where partnership_id = ? and active';
    if ('userIds' in audience) {
      return this.database.em.execute<Candidate[]>(`${base} and user_id = any (array(select jsonb_array_elements_text(?::jsonb))::uuid[])`, [partnershipId, JSON.stringify(audience.userIds)]);
    }
    return this.database.em.execute<Candidate[]>(
      `${base} and agency_id = any (array(select jsonb_array_elements_text(?::jsonb))::uuid[])
         and exists (select from jsonb_array_elements_text(roles) held where held = any (array(select jsonb_array_elements_text(?::jsonb))))`,
      [partnershipId, JSON.stringify(audience.agencyIds), JSON.stringify(audience.roles)],
    );
  }

  async #maySee({ id, partnershipId }: Pick<Case, 'id' | 'partnershipId'>, who: Candidate, itemId: string | undefined): Promise<boolean> {
    const question: ReaderQuestion = {
      partnershipId, userId: who.user_id, membershipId: who.membership_id, agencyId: who.agency_id, action: 'read', at: this.database.clock.now(),
    };
    if (!(await this.sharing.shows(question, { caseId: id }))) return false;
    return itemId === undefined || this.sharing.shows(question, { itemId });
  }
}
