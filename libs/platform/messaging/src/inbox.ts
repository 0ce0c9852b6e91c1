import type { EventDefinition, EventOf } from '@concordat/contracts-protocol';
import { Database } from '@concordat/platform-persistence';
import { Inject, Injectable } from '@nestjs/common';
import { MESSAGING, type MessagingOptions } from './definitions.js';

/** `duplicate`: had before; `stale`: a later version of the aggregate was applied before. Neither ran the handler. */
export type Receipt = 'handled' | 'duplicate' | 'stale';

/** Makes "at least once" into "exactly once": the effect and the note that it was had are one transaction. */
@Injectable()
export class Inbox {
  constructor(
    private readonly database: Database,
    @Inject(MESSAGING) private readonly options: MessagingOptions,
  ) {}

  async receive(event: EventOf<EventDefinition>, kind: EventDefinition['kind'], work: () => Promise<void>): Promise<Receipt> {
    const scope = {
      partnershipId: event.partnershipId,
      userId: event.actor?.userId ?? null,
      membershipId: event.actor?.membershipId ?? null,
      agencyId: null,
      work: event.type,
    };
    return this.database.transaction(scope, async () => {
      const receipt = kind === 'fact' ? await this.noteFact(event.id) : await this.noteState(event);
      if (receipt === 'handled') await work();
      return receipt;
    });
  }

  private async noteFact(eventId: string): Promise<Receipt> {
    const [note] = await this.database.query<{ new: boolean }>(`${NOTE} select exists (select from noted) as new`, [this.options.service, eventId]);
    return note?.new === true ? 'handled' : 'duplicate';
  }

  private async noteState(event: EventOf<EventDefinition>): Promise<Receipt> {
    const [note] = await this.database.query<{ new: boolean; current: boolean }>(
      `${NOTE}, latest as (
         insert into applied_version as seen (consumer, type, aggregate_id, version) select $1, $3, $4::uuid, $5::integer from noted
         on conflict (consumer, type, aggregate_id) do update set version = excluded.version where seen.version < excluded.version
         returning version)
       select exists (select from noted) as new, exists (select from latest) as current`,
      [this.options.service, event.id, event.type, event.aggregateId, event.version],
    );
    if (note?.new !== true) return 'duplicate';
    return note.current ? 'handled' : 'stale';
  }
}

/**
 * Notes that an event was had, once: a transaction that is handling the same event at this moment is waited for. One that
 * was a dead letter and now has been had is no longer one.
 */
const NOTE = `with settled as (update dead_letter set settled_at = now() where id = $2 and settled_at is null),
  noted as (insert into inbox (consumer, event_id) values ($1, $2) on conflict do nothing returning event_id)`;
