import { createLogger, type Logger } from '@concordat/platform-logging';
import { sendingSpan, type SpanAttributes } from '@concordat/platform-telemetry';
import { withDeadline } from './deadline.js';
import type { MessagingOptions } from './definitions.js';
import { jobOf, type Message } from './jobs.js';
import { PARCEL, parcelJob, ParcelTakers, type Packed, type Parcel } from './parcels.js';
import type { OutboxRow } from './outbox.js';
import type { Queues } from './queues.js';
import type { RedisMemory } from './redis-memory.js';
import { OWN_WORK, serviceNamed, type MessagingSettings } from './settings.js';

/** Longest wait for Redis to take a batch, in milliseconds: the rows are locked as long. */
const SENDING = 10_000;

/** A delivery whose time has come, with its event. */
export interface Due extends OutboxRow {
  consumer: string;
  sendings: number;
  created_at: Date;
}

type Span = ReturnType<typeof sendingSpan>;
type Sent = Map<Due, number>;

/**
 * Puts what is due on the queues of its consumers. What goes for the first time, and has company of its partnership, goes
 * in parcels where the consumer takes them; what comes again goes alone, whatever became of its parcel.
 */
export class Sender {
  private readonly log: Logger;
  private readonly takers: ParcelTakers;

  constructor(
    private readonly queues: Queues,
    private readonly memory: RedisMemory,
    private readonly options: MessagingOptions,
    private readonly settings: MessagingSettings,
  ) {
    this.log = createLogger(options.service);
    this.takers = new ParcelTakers(queues);
  }

  /**
   * @returns what the queues took, and for how many milliseconds more than usual it may stay unacknowledged; a queue that
   * cannot be reached holds up its own events alone
   * @throws Error when no queue took anything
   */
  async send(due: readonly Due[]): Promise<Sent> {
    const consumers = [...Map.groupBy(due, (event) => event.consumer)];
    const results = await Promise.allSettled(consumers.map(([consumer, events]) => this.enqueue(consumer, events)));
    const taken: Sent = new Map();
    for (const [index, result] of results.entries()) {
      if (result.status === 'fulfilled') for (const [event, delay] of result.value) taken.set(event, delay);
      else this.log.warn({ err: result.reason as unknown, consumer: consumers[index]?.[0] }, 'a queue did not take its events; they wait in the outbox');
    }
    if (consumers.length > 0 && taken.size === 0) throw new Error('No queue took its events');
    return taken;
  }

  private async enqueue(consumer: string, events: readonly Due[]): Promise<Sent> {
    const service = serviceNamed(consumer);
    if (service === undefined && consumer !== OWN_WORK) throw new Error(`the outbox names a consumer that is no service: ${consumer}`);
    const delay = service === undefined ? null : await this.takers.delayOf(service);
    const parcels = delay === null ? [] : parcelsOf(events);
    const packed = new Set(parcels.flat());
    const single = events.filter((event) => !packed.has(event));
    const spans = new Map(events.map((event) => [event, sendingSpan(`send ${event.type}`, { parent: event.traceparent, since: event.created_at, attributes: attributesOf(event) })]));
    try {
      await withDeadline(Promise.all([
        service === undefined || parcels.length === 0 ? null : this.queues.parcels(service).addBulk(parcels.map((parcel) => ({ name: 'parcel', data: this.pack(parcel, spans), opts: parcelJob }))),
        single.length === 0 ? null : (service === undefined ? this.queues.work() : this.queues.events(service)).addBulk(
          single.map((event) => jobOf(this.settings, { producer: this.options.service, event: messageOf(event) }, spans.get(event)?.carried ?? null)),
        ),
      ]), SENDING);
      await withDeadline(this.memory.note(consumer), SENDING);
      for (const span of spans.values()) span.end();
    } catch (error) {
      for (const span of spans.values()) span.end(error);
      throw error;
    }
    return new Map(events.map((event) => [event, packed.has(event) ? (delay ?? 0) : 0]));
  }

  private pack(events: readonly Due[], spans: ReadonlyMap<Due, Span>): Parcel {
    return {
      producer: this.options.service,
      events: events.map((event): Packed => ({ event: messageOf(event), traceparent: spans.get(event)?.carried ?? null })),
    };
  }
}

/** What of the events may go in parcels, each of one partnership. */
function parcelsOf(events: readonly Due[]): Due[][] {
  const first = events.filter(({ sendings }) => sendings === 0);
  return [...Map.groupBy(first, (event) => event.partnership_id).values()].flatMap((ofOne) =>
    Array.from({ length: Math.ceil(ofOne.length / PARCEL) }, (_, place) => ofOne.slice(place * PARCEL, (place + 1) * PARCEL)).filter(({ length }) => length > 1),
  );
}

const attributesOf = ({ id, type, trace, consumer }: Due): SpanAttributes => ({
  'messaging.system': 'bullmq',
  'messaging.operation.name': type,
  'messaging.message.id': id,
  'messaging.destination.name': consumer,
  'concordat.correlation_id': trace,
});

const messageOf = (event: Due): Message['event'] => ({
  id: event.id,
  type: event.type,
  partnershipId: event.partnership_id,
  aggregateId: event.aggregate_id,
  version: event.version,
  occurredAt: event.occurred_at.toISOString(),
  actor: event.actor,
  trace: event.trace,
  payload: event.payload,
});
