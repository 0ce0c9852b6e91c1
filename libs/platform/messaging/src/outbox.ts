import type { EventDefinition } from '@concordat/contracts-protocol';
import { currentTrace } from '@concordat/platform-logging';
import { Database } from '@concordat/platform-persistence';
import { carriedContext } from '@concordat/platform-telemetry';
import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import type { z } from 'zod';
import { MESSAGING, type MessagingOptions, type WorkDefinition } from './definitions.js';
import { OWN_WORK } from './settings.js';

/** What is said of an event beside its kind. */
export interface NewEvent<Payload> {
  aggregateId: string;
  /** Version of the aggregate; demanded of a state event. */
  version?: number;
  payload: Payload;
  /** Unless given, the partnership of the open transaction. */
  partnershipId?: string | null;
  /** Unless given, now. */
  occurredAt?: Date;
}

/** An event or a piece of work on its way to the outbox; own work has no aggregate but itself. */
interface OutboxEvent {
  aggregateId?: string;
  version?: number | null;
  payload: unknown;
  partnershipId?: string | null;
  occurredAt?: Date;
}

/** Writes events, and the service's own work, in the transaction that changes the state: both happen or neither. */
@Injectable()
export class Outbox {
  constructor(
    private readonly database: Database,
    @Inject(MESSAGING) private readonly options: MessagingOptions,
  ) {}

  /**
   * Writes an event in the open transaction; the relay sends it after the commit.
   * @throws z.ZodError when the payload is not what the definition says
   */
  async publish<Payload extends z.ZodType>(definition: EventDefinition<Payload>, event: NewEvent<z.input<Payload>>): Promise<void> {
    const { service } = this.options;
    if (definition.from !== service) throw new Error(`${service} may not write "${definition.type}": it is an event of ${definition.from}`);
    if (definition.kind === 'state' && event.version === undefined) {
      throw new Error(`"${definition.type}" is a state event: give the aggregate's version`);
    }
    definition.payload.parse(event.payload);
    await this.write(definition.type, definition.to, {
      ...event,
      version: definition.kind === 'state' ? (event.version ?? null) : null,
    });
  }

  /** Hands work to the service's own work queue, after the commit of the open transaction. */
  async perform<Payload extends z.ZodType>(work: WorkDefinition<Payload>, payload: z.input<Payload>): Promise<void> {
    work.payload.parse(payload);
    await this.write(work.name, [OWN_WORK], { payload });
  }

  private async write(type: string, consumers: readonly string[], event: OutboxEvent): Promise<void> {
    const { scope } = this.database;
    const id = uuid();
    const partnershipId = event.partnershipId === undefined ? scope.partnershipId : event.partnershipId;
    const actor = scope.userId !== null && scope.membershipId !== null ? { userId: scope.userId, membershipId: scope.membershipId } : null;
    await this.database.query(
      `with event as (
         insert into outbox (id, type, partnership_id, aggregate_id, version, occurred_at, actor, trace, traceparent, payload)
         values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9, $10::jsonb))
       insert into outbox_delivery (event_id, consumer) select $1, unnest($11::text[])`,
      [
        id,
        type,
        partnershipId,
        event.aggregateId ?? id,
        event.version ?? null,
        event.occurredAt ?? new Date(),
        actor === null ? null : JSON.stringify(actor),
        currentTrace(),
        carriedContext(),
        JSON.stringify(event.payload),
        [...new Set(consumers)],
      ],
    );
  }
}
