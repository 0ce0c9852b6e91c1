import { DirectoryServiceChanged, ForumChanged } from '@concordat/contracts-partnership-registry';
import type { EventOf } from '@concordat/contracts-protocol';
import { PermanentFailure } from '@concordat/platform-errors';
import { Consumes } from '@concordat/platform-messaging';
import { Database } from '@concordat/platform-persistence';
import { Controller } from '@nestjs/common';
import { Outcomes } from '../cases/outcomes.js';

/** Keeps casework's own copy of forums and of the service directory. Messaging has left out what is older than what is here. */
@Controller()
export class ForumsProjection {
  constructor(
    private readonly database: Database,
    private readonly outcomes: Outcomes,
  ) {}

  @Consumes(ForumChanged)
  async forumChanged({ aggregateId, partnershipId, version, payload }: EventOf<typeof ForumChanged>): Promise<void> {
    await this.database.write(
      `insert into forum (id, partnership_id, version, code, name, reference_prefix, purpose, subject_kinds, minimum_age, maximum_age,
                          criteria, owner_agency_id, core_agency_ids, agenda_days, active)
       values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9, $10, $11::jsonb, $12, $13::jsonb, $14, $15)
       on conflict (id) do update set version = excluded.version, name = excluded.name, reference_prefix = excluded.reference_prefix,
         purpose = excluded.purpose, subject_kinds = excluded.subject_kinds, minimum_age = excluded.minimum_age, maximum_age = excluded.maximum_age,
         criteria = excluded.criteria, owner_agency_id = excluded.owner_agency_id, core_agency_ids = excluded.core_agency_ids,
         agenda_days = excluded.agenda_days, active = excluded.active, updated_at = now()`,
      [
        aggregateId, ofPartnership(partnershipId), version, payload.code, payload.name, payload.referencePrefix, payload.purpose,
        JSON.stringify(payload.subjectKinds), payload.minimumAge, payload.maximumAge, JSON.stringify(payload.criteria), payload.ownerAgencyId,
        JSON.stringify(payload.coreAgencyIds), payload.agendaDays, payload.active,
      ],
    );
    await this.outcomes.begin(ofPartnership(partnershipId));
  }

  @Consumes(DirectoryServiceChanged)
  async directoryServiceChanged({ aggregateId, partnershipId, version, payload }: EventOf<typeof DirectoryServiceChanged>): Promise<void> {
    await this.database.write(
      `insert into directory_service (id, partnership_id, version, name, provider_agency_id, purpose, description, minimum_age, maximum_age, active)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       on conflict (id) do update set version = excluded.version, name = excluded.name, provider_agency_id = excluded.provider_agency_id,
         purpose = excluded.purpose, description = excluded.description, minimum_age = excluded.minimum_age, maximum_age = excluded.maximum_age,
         active = excluded.active, updated_at = now()`,
      [
        aggregateId, ofPartnership(partnershipId), version, payload.name, payload.providerAgencyId, payload.purpose, payload.description,
        payload.minimumAge, payload.maximumAge, payload.active,
      ],
    );
  }
}

function ofPartnership(partnershipId: string | null): string {
  if (partnershipId === null) throw new PermanentFailure('A forum or a service belongs to a partnership, and the event names none');
  return partnershipId;
}
