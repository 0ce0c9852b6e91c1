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
      const receipt = (await this.isNew(event.id)) ? ((await this.isCurrent(event, kind)) ? 'handled' : 'stale') : 'duplicate';
      if (receipt === 'handled') await work();
      await this.settle(event.id);
      return receipt;
    });
  }

  /** Waits for another transaction that is handling the same event at this moment. */
  private async isNew(eventId: string): Promise<boolean> {
    const rows = await this.database.em.execute<{ event_id: string }[]>(
      'insert into inbox (consumer, event_id) values (?, ?) on conflict do nothing returning event_id',
      [this.options.service, eventId],
    );
    return rows.length === 1;
  }

  private async isCurrent(event: EventOf<EventDefinition>, kind: EventDefinition['kind']): Promise<boolean> {
    if (kind === 'fact') return true;
    const rows = await this.database.em.execute<{ version: number }[]>(
      `insert into applied_version as seen (consumer, type, aggregate_id, version) values (?, ?, ?, ?)
       on conflict (consumer, type, aggregate_id) do update set version = excluded.version where seen.version < excluded.version
       returning version`,
      [this.options.service, event.type, event.aggregateId, event.version],
    );
    return rows.length === 1;
  }

  /** An event that was a dead letter and now has been had is no longer one. */
  private async settle(eventId: string): Promise<void> {
    await this.database.em.execute('update dead_letter set settled_at = now() where id = ? and settled_at is null', [eventId], 'run');
  }
}
