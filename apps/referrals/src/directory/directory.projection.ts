import { DirectoryServiceChanged } from '@concordat/contracts-partnership-registry';
import type { EventOf } from '@concordat/contracts-protocol';
import { PermanentFailure } from '@concordat/platform-errors';
import { Consumes } from '@concordat/platform-messaging';
import { Database } from '@concordat/platform-persistence';
import { Controller } from '@nestjs/common';
import { Outcomes } from '../outcomes/outcomes.js';

/** Keeps the service's own copy of the directory. Messaging has left out what is older than what is here. */
@Controller()
export class DirectoryProjection {
  constructor(
    private readonly database: Database,
    private readonly outcomes: Outcomes,
  ) {}

  @Consumes(DirectoryServiceChanged)
  async changed({ aggregateId, partnershipId, version, payload }: EventOf<typeof DirectoryServiceChanged>): Promise<void> {
    if (partnershipId === null) throw new PermanentFailure('A service belongs to a partnership, and the event names none');
    await this.database.write(
      `insert into directory_service (id, partnership_id, version, name, provider_agency_id, purpose, acknowledge_hours, first_contact_hours, active)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       on conflict (id) do update set version = excluded.version, name = excluded.name, provider_agency_id = excluded.provider_agency_id,
         purpose = excluded.purpose, acknowledge_hours = excluded.acknowledge_hours, first_contact_hours = excluded.first_contact_hours,
         active = excluded.active, updated_at = now()`,
      [
        aggregateId, partnershipId, version, payload.name, payload.providerAgencyId, payload.purpose, payload.acknowledgeHours,
        payload.firstContactHours, payload.active,
      ],
    );
    await this.outcomes.begin(partnershipId);
  }
}
