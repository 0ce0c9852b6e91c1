import type { EventOf } from '@concordat/contracts-protocol';
import { ActionChanged, CaseChanged } from '@concordat/contracts-jag-cases';
import { ReferralChanged } from '@concordat/contracts-referrals';
import { PermanentFailure } from '@concordat/platform-errors';
import { Consumes } from '@concordat/platform-messaging';
import { Database } from '@concordat/platform-persistence';
import { Controller } from '@nestjs/common';
import { CaseworkFacts } from './casework-facts.js';

/**
 * Keeps what casework tells as facts, and counts them. Messaging leaves out events that came twice or late; what is
 * counted depends on the latest fact of each record alone, so that the order between records changes nothing.
 */
@Controller()
export class CaseworkConsumer {
  constructor(
    private readonly database: Database,
    private readonly facts: CaseworkFacts,
  ) {}

  @Consumes(CaseChanged)
  async caseChanged({ aggregateId, partnershipId, payload }: EventOf<typeof CaseChanged>): Promise<void> {
    const partnership = ofPartnership(partnershipId);
    await this.database.write(
      `insert into case_fact (partnership_id, id, forum_code, owner_agency_id, nominated_at, accepted_at, closed_at, positive) values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (partnership_id, id) do update set forum_code = excluded.forum_code, owner_agency_id = excluded.owner_agency_id,
         nominated_at = excluded.nominated_at, accepted_at = excluded.accepted_at, closed_at = excluded.closed_at, positive = excluded.positive`,
      [partnership, aggregateId, payload.forumCode, payload.ownerAgencyId, payload.nominatedAt, payload.acceptedAt, payload.closedAt, payload.positive],
    );
    await this.facts.count(partnership, 'case', aggregateId);
  }

  @Consumes(ReferralChanged)
  async referralChanged({ aggregateId, partnershipId, payload }: EventOf<typeof ReferralChanged>): Promise<void> {
    const partnership = ofPartnership(partnershipId);
    await this.database.write(
      `insert into referral_fact (partnership_id, id, case_id, requested_at, first_contact_at) values ($1, $2, $3, $4, $5)
       on conflict (partnership_id, id) do update set case_id = excluded.case_id, requested_at = excluded.requested_at, first_contact_at = excluded.first_contact_at`,
      [partnership, aggregateId, payload.caseId, payload.requestedAt, payload.firstContactAt],
    );
    await this.facts.count(partnership, 'referral', aggregateId);
  }

  @Consumes(ActionChanged)
  async actionChanged({ aggregateId, partnershipId, payload }: EventOf<typeof ActionChanged>): Promise<void> {
    const partnership = ofPartnership(partnershipId);
    await this.database.write(
      `insert into action_fact (partnership_id, id, case_id, state, due, finished_at) values ($1, $2, $3, $4, $5, $6)
       on conflict (partnership_id, id) do update set case_id = excluded.case_id, state = excluded.state, due = excluded.due, finished_at = excluded.finished_at`,
      [partnership, aggregateId, payload.caseId, payload.state, payload.due, payload.finishedAt],
    );
    await this.facts.count(partnership, 'action', aggregateId);
  }
}

export function ofPartnership(partnershipId: string | null): string {
  if (partnershipId === null) throw new PermanentFailure('A record of casework belongs to a partnership, and the event names none');
  return partnershipId;
}
