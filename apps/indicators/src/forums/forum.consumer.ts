import type { EventOf } from '@concordat/contracts-protocol';
import { ForumChanged } from '@concordat/contracts-partnership-registry';
import { Consumes } from '@concordat/platform-messaging';
import { Database } from '@concordat/platform-persistence';
import { Controller } from '@nestjs/common';
import { ofPartnership } from '../casework/casework.consumer.js';

/** Keeps what figures need of forums: their names, and the agencies that run them. */
@Controller()
export class ForumConsumer {
  constructor(private readonly database: Database) {}

  @Consumes(ForumChanged)
  async forumChanged({ aggregateId, partnershipId, payload }: EventOf<typeof ForumChanged>): Promise<void> {
    await this.database.write(
      `insert into forum_projection (partnership_id, id, code, name, owner_agency_id, active) values ($1, $2, $3, $4, $5, $6)
       on conflict (partnership_id, id) do update set code = excluded.code, name = excluded.name, owner_agency_id = excluded.owner_agency_id, active = excluded.active`,
      [ofPartnership(partnershipId), aggregateId, payload.code, payload.name, payload.ownerAgencyId, payload.active],
    );
  }
}
