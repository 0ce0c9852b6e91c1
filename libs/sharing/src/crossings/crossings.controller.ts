import { CROSSINGS, keptFrom, OTHER_CASE_SERVICE, type CaseService, type EventOf } from '@concordat/contracts-protocol';
import { PermanentFailure } from '@concordat/platform-errors';
import { Consumes, SealedMessages } from '@concordat/platform-messaging';
import { Database } from '@concordat/platform-persistence';
import { Controller, type Type } from '@nestjs/common';
import { EmergencyElsewhere } from './emergency-elsewhere.entity.js';
import { LinkedRecords } from './linked-records.js';
import { RegisterCrossing } from './register-crossing.js';

/** Hears what the other service that holds cases tells of sharing. */
export function crossingsController(service: CaseService): Type {
  const heard = CROSSINGS[OTHER_CASE_SERVICE[service]];

  @Controller()
  class CrossingsController {
    constructor(
      private readonly database: Database,
      private readonly messages: SealedMessages,
      private readonly links: LinkedRecords,
      private readonly register: RegisterCrossing,
    ) {}

    @Consumes(heard.keeping)
    async keeping({ partnershipId: of, payload }: EventOf<typeof heard.keeping>): Promise<void> {
      const partnershipId = demand(of);
      const kept = await this.messages.openSealed(payload.sealed, keptFrom);
      for (const subjectId of await this.links.subjectsOf(partnershipId, payload.referralIds)) await this.register.receive(partnershipId, subjectId, kept, payload.referralIds);
    }

    @Consumes(heard.emergencyUsed)
    async emergencyUsed({ aggregateId, partnershipId: of, payload }: EventOf<typeof heard.emergencyUsed>): Promise<void> {
      this.database.rows(EmergencyElsewhere).insert({ id: aggregateId, partnershipId: demand(of), userId: payload.userId, openedAt: new Date(payload.openedAt) });
      await this.database.em.flush();
    }
  }

  return CrossingsController;
}

function demand(partnershipId: string | null): string {
  if (partnershipId === null) throw new PermanentFailure('What services tell of sharing belongs to a partnership, and the event names none');
  return partnershipId;
}
