import { AgreementChanged } from '@concordat/contracts-partnership-registry';
import type { EventOf } from '@concordat/contracts-protocol';
import { PermanentFailure } from '@concordat/platform-errors';
import { Consumes } from '@concordat/platform-messaging';
import { Database } from '@concordat/platform-persistence';
import { Controller } from '@nestjs/common';

/** Keeps the service's own copy of the agreements; what they permit is written out by the database. Messaging has left out what is older. */
@Controller()
export class AgreementConsumer {
  constructor(private readonly database: Database) {}

  @Consumes(AgreementChanged)
  async agreementChanged({ aggregateId, partnershipId, version, payload }: EventOf<typeof AgreementChanged>): Promise<void> {
    if (partnershipId === null) throw new PermanentFailure('An agreement belongs to a partnership, and the event names none');
    await this.database.write(
      `insert into agreement_projection (id, partnership_id, version, name, status, valid_from, valid_to, signatures, terms, parties, supersedes)
       values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9::jsonb, $10::uuid[], $11)
       on conflict (id) do update set version = excluded.version, name = excluded.name, status = excluded.status, valid_from = excluded.valid_from,
         valid_to = excluded.valid_to, signatures = excluded.signatures, terms = excluded.terms,
         parties = excluded.parties, supersedes = excluded.supersedes, updated_at = now()`,
      [
        aggregateId, partnershipId, version, payload.name, payload.status, payload.validFrom, payload.validTo,
        JSON.stringify(payload.signatures), JSON.stringify(payload.terms), `{${payload.parties.join(',')}}`, payload.supersedes,
      ],
    );
  }
}
