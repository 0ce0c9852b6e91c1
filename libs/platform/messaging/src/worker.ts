import { createLogger, type Logger } from '@concordat/platform-logging';
import { Inject, Injectable, type BeforeApplicationShutdown, type INestApplication } from '@nestjs/common';
import type { MicroserviceOptions } from '@nestjs/microservices';
import { Pool } from 'pg';
import { Acknowledgements, Acknowledger } from './acknowledgements.js';
import { showBacklog } from './backlog.js';
import { MESSAGING, MESSAGING_SETTINGS, type MessagingOptions } from './definitions.js';
import { EventConsumer } from './event-consumer.js';
import { Queues } from './queues.js';
import { Relay } from './relay.js';
import { Schedules } from './schedules.js';
import type { MessagingSettings } from './settings.js';
import { BullMqStrategy } from './strategy.js';
import { WorkConsumer } from './work-consumer.js';

/** What a worker process does; each may have processes of its own. */
export type WorkerPart = 'relay' | 'consumers';

/** The queue work of one process: relay, acknowledgements, consumers and schedules. Stops with the application. */
@Injectable()
export class QueueWorker implements BeforeApplicationShutdown {
  private readonly log: Logger;
  private readonly stops: (() => Promise<void>)[] = [];

  constructor(
    private readonly queues: Queues,
    private readonly events: EventConsumer,
    private readonly work: WorkConsumer,
    private readonly acknowledger: Acknowledger,
    @Inject(MESSAGING) private readonly options: MessagingOptions,
    @Inject(MESSAGING_SETTINGS) private readonly settings: MessagingSettings,
  ) {
    this.log = createLogger(options.service);
  }

  startRelay(): void {
    const pool = new Pool({ connectionString: this.settings.CONCORDAT_RELAY_DATABASE_URL, max: 4, keepAlive: true, application_name: `${this.options.service} relay` });
    pool.on('error', (err) => this.log.warn({ err }, 'a connection of the relay to the database ended'));
    // One that is in use tells of its end as well; unheard, that would end the process.
    pool.on('connect', (client) => client.on('error', () => undefined));
    const relay = new Relay(pool, this.queues, this.options, this.settings);
    const acknowledgements = new Acknowledgements(pool, this.queues);
    relay.start();
    acknowledgements.start();
    const hideBacklog = showBacklog(this.options.service, pool);
    this.stops.push(async () => {
      hideBacklog();
      await Promise.all([relay.stop(), acknowledgements.stop()]);
      await pool.end();
    });
  }

  /** The transport whose handlers Nest registers. */
  strategy(): BullMqStrategy {
    const strategy = new BullMqStrategy(this.queues, { events: this.events, work: this.work }, this.options);
    this.stops.push(async () => {
      await strategy.close();
      await this.acknowledger.stop();
    });
    return strategy;
  }

  startSchedules(): void {
    const schedules = new Schedules(this.queues, this.options, this.settings);
    schedules.start();
    this.stops.push(() => schedules.stop());
  }

  /** Before anything that handlers use is closed: jobs that have begun are finished first. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.stops.splice(0).map((stop) => stop()));
  }
}

/**
 * Starts the queue work of an application: the worker root, or beside HTTP in one process.
 * @throws HandlerError when an event that the service hears has no handler or two
 */
export async function startWorker(app: INestApplication, parts: readonly WorkerPart[] = ['relay', 'consumers']): Promise<void> {
  const worker = app.get(QueueWorker, { strict: false });
  if (parts.includes('consumers')) {
    app.connectMicroservice<MicroserviceOptions>({ strategy: worker.strategy() });
    await app.startAllMicroservices();
    worker.startSchedules();
  }
  if (parts.includes('relay')) worker.startRelay();
}
