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

/** What a row of `outbox` says of an event. */
export interface OutboxRow {
  id: string;
  type: string;
  partnership_id: string | null;
  aggregate_id: string;
  version: number | null;
  occurred_at: Date;
  actor: { userId: string; membershipId: string } | null;
  trace: string;
  traceparent: string | null;
  payload: unknown;
}

/** An event that is written with the commit, and who is to have it. */
interface Row extends OutboxRow {
  consumers: readonly string[];
}

const COLUMNS = 'id, type, partnership_id, aggregate_id, version, occurred_at, actor, trace, traceparent, payload';
const ADD = `
  with row as (
    select * from json_to_recordset($1) as r (id uuid, type text, partnership_id uuid, aggregate_id uuid, version integer, occurred_at timestamptz,
             actor jsonb, trace text, traceparent text, payload jsonb, consumers text[])
  ), event as (insert into outbox (${COLUMNS}) select ${COLUMNS} from row)
  insert into outbox_delivery (event_id, consumer) select id, unnest(consumers) from row`;

/** Writes events, and the service's own work, in the transaction that changes the state: both happen or neither. */
@Injectable()
export class Outbox {
  /** What open transactions published: written together, with their commit. */
  private readonly waiting = new WeakMap<object, Row[]>();

  constructor(
    private readonly database: Database,
    @Inject(MESSAGING) private readonly options: MessagingOptions,
  ) {}

  /**
   * Writes an event with the commit of the open transaction; the relay sends it after that.
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

  /** Whoever publishes waits, as for any other write, and need not know that there is nothing to wait for yet. */
  private write(type: string, consumers: readonly string[], event: OutboxEvent): Promise<void> {
    const { scope } = this.database;
    const id = uuid();
    const actor = scope.userId !== null && scope.membershipId !== null ? { userId: scope.userId, membershipId: scope.membershipId } : null;
    this.rows().push({
      id, type,
      partnership_id: event.partnershipId === undefined ? scope.partnershipId : event.partnershipId,
      aggregate_id: event.aggregateId ?? id,
      version: event.version ?? null,
      occurred_at: event.occurredAt ?? new Date(),
      actor, trace: currentTrace(), traceparent: carriedContext(), payload: event.payload, consumers: [...new Set(consumers)],
    });
    return Promise.resolve();
  }

  private rows(): Row[] {
    const { em } = this.database;
    const found = this.waiting.get(em);
    if (found) return found;
    const rows: Row[] = [];
    this.waiting.set(em, rows);
    this.database.beforeCommit(() => {
      this.database.last(ADD, [JSON.stringify(rows)]);
    });
    return rows;
  }
}
