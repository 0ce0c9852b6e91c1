import type { EventOf } from '@concordat/contracts-protocol';
import { AgencyChanged, MembershipChanged, PartnershipChanged } from '@concordat/contracts-partnership-registry';
import { PermanentFailure } from '@concordat/platform-errors';
import { Consumes } from '@concordat/platform-messaging';
import { Database } from '@concordat/platform-persistence';
import { Controller } from '@nestjs/common';

/** Keeps the service's own copy of what access hangs on. Messaging has left out what is older than what is here. */
@Controller()
export class RegistryProjection {
  constructor(private readonly database: Database) {}

  @Consumes(PartnershipChanged)
  async partnershipChanged({ aggregateId, version, payload }: EventOf<typeof PartnershipChanged>): Promise<void> {
    await this.database.write(
      `insert into partnership_projection (id, version, name, districts, active) values ($1, $2, $3, $4::jsonb, $5)
       on conflict (id) do update set version = excluded.version, name = excluded.name, districts = excluded.districts, active = excluded.active`,
      [aggregateId, version, payload.name, JSON.stringify(payload.districts), payload.active],
    );
  }

  @Consumes(AgencyChanged)
  async agencyChanged({ aggregateId, partnershipId, version, payload }: EventOf<typeof AgencyChanged>): Promise<void> {
    await this.database.write(
      `insert into agency_projection (id, partnership_id, version, agency_id, name, kind, parent_id, emergency_access, health_or_social_care, active)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       on conflict (id) do update set version = excluded.version, name = excluded.name, kind = excluded.kind, parent_id = excluded.parent_id,
         emergency_access = excluded.emergency_access, health_or_social_care = excluded.health_or_social_care, active = excluded.active, updated_at = now()`,
      [
        aggregateId, ofPartnership(partnershipId), version, payload.agencyId, payload.name, payload.kind, payload.parentId,
        payload.emergencyAccess, payload.healthOrSocialCare, payload.active,
      ],
    );
  }

  @Consumes(MembershipChanged)
  async membershipChanged({ partnershipId, version, payload }: EventOf<typeof MembershipChanged>): Promise<void> {
    await this.database.write(
      `insert into membership_projection (id, partnership_id, version, user_id, agency_id, roles, active, training_valid_to)
       values ($1, $2, $3, $4, $5, $6::jsonb, $7, $8)
       on conflict (id) do update set version = excluded.version, user_id = excluded.user_id, agency_id = excluded.agency_id,
         roles = excluded.roles, active = excluded.active, training_valid_to = excluded.training_valid_to, updated_at = now()`,
      [
        payload.membershipId, ofPartnership(partnershipId), version, payload.userId, payload.agencyId, JSON.stringify(payload.roles),
        payload.active, payload.trainingValidTo,
      ],
    );
  }
}

function ofPartnership(partnershipId: string | null): string {
  if (partnershipId === null) throw new PermanentFailure('An agency or membership belongs to a partnership, and the event names none');
  return partnershipId;
}
