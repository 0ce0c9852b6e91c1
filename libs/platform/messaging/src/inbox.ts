import type { EventDefinition, EventOf } from '@concordat/contracts-protocol';
import { Database, type Scope } from '@concordat/platform-persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { CheckedEvent } from './checked-event.js';
import { MESSAGING, type MessagingOptions } from './definitions.js';
import { laneOf } from './parcels.js';

/** `duplicate`: had before; `stale`: a later version of the aggregate was applied before. Neither ran the handler. */
export type Receipt = 'handled' | 'duplicate' | 'stale';

/** One of several events that were to be had in one transaction failed, so that none was. */
export class FailedTogether extends Error {
  override readonly name = 'FailedTogether';

  constructor(
    readonly eventId: string,
    cause: unknown,
  ) {
    super('One of several events failed', { cause });
  }
}

/** Makes "at least once" into "exactly once": the effect and the note that it was had are one transaction. */
@Injectable()
export class Inbox {
  constructor(
    private readonly database: Database,
    @Inject(MESSAGING) private readonly options: MessagingOptions,
  ) {}

  async receive({ event, kind }: Omit<CheckedEvent, 'handler'>, work: () => Promise<void>): Promise<Receipt> {
    return this.database.transaction(scopeOf(event), async () => {
      const receipt = kind === 'fact' ? await this.noteFact(event.id) : await this.noteState(event);
      if (receipt === 'handled') await work();
      return receipt;
    });
  }

  /**
   * Has several events in one transaction, in their order: all or none.
   * @param events of one partnership; no event stands twice among them, and no aggregate of a kind of state events
   * @param take is asked once for each, in its scope; it handles those that are to be handled
   * @param apart that each of their writes is answered before the next is sent: whose it is that fails is known then
   * @throws FailedTogether when one of them failed, and any error when the transaction did
   */
  async receiveTogether<Event extends CheckedEvent>(events: readonly Event[], apart: boolean, take: (event: Event, receipt: Receipt) => Promise<void>): Promise<void> {
    const [first] = events;
    if (first === undefined) return;
    await this.database.transaction(scopeOf(first.event), async () => {
      await this.inLane(events.map(({ event }) => event));
      const noted = await this.noteTogether(events);
      for (const one of events) {
        await this.database.turn(scopeOf(one.event), () => take(one, noted.get(one.event.id) ?? 'duplicate')).catch((cause: unknown) => {
          throw new FailedTogether(one.event.id, cause);
        });
      }
    }, { apart });
  }

  /** Waits until no other transaction of parcels is in the lanes of these events. */
  private async inLane(events: readonly EventOf<EventDefinition>[]): Promise<void> {
    const lanes = [...new Set(events.map((event) => `${event.partnershipId ?? ''} ${String(laneOf(event))}`))].sort();
    await this.database.first(`select ${lanes.map((_lane, place) => `pg_advisory_xact_lock(hashtext('parcels'), hashtext($${String(place + 1)}))`).join(', ')}`, lanes);
  }

  private async noteTogether(events: readonly CheckedEvent[]): Promise<Map<string, Receipt>> {
    const rows = await this.database.query<{ id: string; current: boolean }>(NOTE_TOGETHER, [
      this.options.service,
      events.map(({ event }) => event.id),
      events.map(({ event }) => event.type),
      events.map(({ event }) => event.aggregateId),
      events.map(({ event, kind }) => (kind === 'state' ? event.version : null)),
    ]);
    return new Map(rows.map(({ id, current }) => [id, current ? 'handled' : 'stale']));
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

const scopeOf = ({ partnershipId, actor, type }: EventOf<EventDefinition>): Scope => ({
  partnershipId,
  userId: actor?.userId ?? null,
  membershipId: actor?.membershipId ?? null,
  agencyId: null,
  work: type,
});

/**
 * Notes that an event was had, once: a transaction that is handling the same event at this moment is waited for. One that
 * was a dead letter and now has been had is no longer one.
 */
const NOTE = `with settled as (update dead_letter set settled_at = now() where id = $2 and settled_at is null),
  noted as (insert into inbox (consumer, event_id) values ($1, $2) on conflict do nothing returning event_id)`;

/** The same of several at once; those that were had before are not answered. In the order of keys, so that two of these wait for each other and never both. */
const NOTE_TOGETHER = `with given as (
    select * from unnest($2::uuid[], $3::text[], $4::uuid[], $5::integer[]) as given (event_id, type, aggregate_id, version)),
  settled as (update dead_letter set settled_at = now() where id = any($2::uuid[]) and settled_at is null),
  noted as (insert into inbox (consumer, event_id) select $1, event_id from given order by event_id on conflict do nothing returning event_id),
  latest as (
    insert into applied_version as seen (consumer, type, aggregate_id, version)
    select $1, type, aggregate_id, version from given join noted using (event_id) where version is not null order by type, aggregate_id
    on conflict (consumer, type, aggregate_id) do update set version = excluded.version where seen.version < excluded.version
    returning type, aggregate_id)
  select g.event_id as id, g.version is null or l.aggregate_id is not null as current
  from noted join given g using (event_id) left join latest l on l.type = g.type and l.aggregate_id = g.aggregate_id`;
