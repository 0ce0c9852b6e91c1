import { createLogger, type Logger } from '@concordat/platform-logging';
import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import type { Job } from 'bullmq';
import { QUEUES, type HandlerPlace } from './consumes.js';
import type { MessagingOptions } from './definitions.js';
import type { EventConsumer } from './event-consumer.js';
import { pairHandlers, type Handlers, type RegisteredHandler } from './handlers.js';
import type { ParcelConsumer } from './parcel-consumer.js';
import { takeParcels } from './parcels.js';
import type { QueueReader, Queues } from './queues.js';
import type { QueueKind } from './settings.js';
import type { WorkConsumer } from './work-consumer.js';

/** Parcels that one process takes at once: those of one partnership wait for each other. */
const PARCELS_AT_ONCE = 2;

/**
 * Nest's transport over our queues: one worker reads the service's events and one its own timed and heavy work, and
 * each job goes to the handler with its name.
 */
export class BullMqStrategy extends Server implements CustomTransportStrategy {
  override readonly transportId = QUEUES;
  override readonly propagatesEventHandlerErrors = true;
  private readonly log: Logger;
  private readonly registered: RegisteredHandler[] = [];
  private readonly readers: QueueReader[] = [];
  private endTaking: () => void = () => undefined;

  constructor(
    private readonly queues: Queues,
    private readonly consumers: { events: EventConsumer; parcels: ParcelConsumer; work: WorkConsumer },
    private readonly options: MessagingOptions,
  ) {
    super();
    this.log = createLogger(options.service);
  }

  /** Nest would chain a second handler of an event, and drop the first of a message: both are kept here, to be told. */
  override addHandler(pattern: unknown, callback: MessageHandler, isEventHandler = false, extras: Partial<HandlerPlace> = {}): void {
    this.registered.push({
      pattern: String(pattern),
      isEvent: isEventHandler,
      place: extras.place ?? 'a handler without @Consumes or @Performs',
      payload: extras.payload ?? null,
      run: callback,
    });
  }

  listen(callback: (error?: unknown) => void): void {
    try {
      const handlers = pairHandlers(this.options, this.registered);
      this.read(handlers);
      callback();
    } catch (error) {
      callback(error);
    }
  }

  async close(): Promise<void> {
    this.endTaking();
    await Promise.all(this.readers.splice(0).map((reader) => reader.close()));
  }

  on(): never {
    throw new Error('The queues have no events to subscribe to');
  }

  unwrap<T>(): T {
    throw new Error('The queues cannot be unwrapped: inject Queues');
  }

  private read(handlers: Handlers): void {
    const { events, parcels, work } = this.consumers;
    if (handlers.events.size > 0) {
      this.work('events', (job, token) => events.process(job, token, handlers.events), (job, error) => events.lost(job, error));
      this.readers.push(this.queues.read('parcels', (job) => parcels.process(job, handlers.events), PARCELS_AT_ONCE));
      this.endTaking = takeParcels(this.queues, this.options.service);
    }
    if (handlers.work.size > 0) {
      this.work('work', (job, token) => work.process(job, token, handlers.work), (job, error) => work.lost(job, error));
    }
  }

  private work(kind: QueueKind, process: (job: Job, token?: string) => Promise<void>, lost: (job: Job, error: Error) => Promise<void>): void {
    const reader = this.queues.read(kind, process);
    // A job whose processes died too often never comes to a handler again: BullMQ fails it by itself.
    reader.worker.on('failed', (job, error) => {
      if (job === undefined || error.name !== 'UnrecoverableError') return;
      lost(job, error).catch((err: unknown) => this.log.error({ err, job: job.id }, 'a lost job could not be kept as a dead letter'));
    });
    this.readers.push(reader);
  }
}
