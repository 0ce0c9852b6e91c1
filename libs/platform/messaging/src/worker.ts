import { createLogger, type Logger } from '@concordat/platform-logging';
import { Database, givingUpSilence } from '@concordat/platform-persistence';
import { Inject, Injectable, type BeforeApplicationShutdown, type INestApplication } from '@nestjs/common';
import type { MicroserviceOptions } from '@nestjs/microservices';
import { Pool } from 'pg';
import { Acknowledgements, Acknowledger } from './acknowledgements.js';
import { showBacklog } from './backlog.js';
import { MESSAGING, MESSAGING_SETTINGS, type MessagingOptions } from './definitions.js';
import { EventConsumer } from './event-consumer.js';
import { IdleRelay, LOOK_EVERY } from './idle-readers.js';
import { ParcelConsumer } from './parcel-consumer.js';
import { Queues } from './queues.js';
import { Relay } from './relay.js';
import { Schedules } from './schedules.js';
import type { MessagingSettings } from './settings.js';
import { BullMqStrategy } from './strategy.js';
import { WorkConsumer } from './work-consumer.js';

/** Longest time of a statement of the relay, and of its server's silence, in milliseconds. */
const STATEMENT = 10_000;
const SILENT_FOR = 12_000;

/** What a worker process does; each may have processes of its own. */
export type WorkerPart = 'relay' | 'consumers';

/** The queue work of one process: relay, acknowledgements, consumers and schedules. Stops with the application. */
@Injectable()
export class QueueWorker implements BeforeApplicationShutdown {
  private readonly log: Logger;
  private readonly stops: (() => Promise<void>)[] = [];
  private relay: IdleRelay | null = null;

  constructor(
    private readonly queues: Queues,
    private readonly database: Database,
    private readonly events: EventConsumer,
    private readonly parcels: ParcelConsumer,
    private readonly work: WorkConsumer,
    private readonly acknowledger: Acknowledger,
    @Inject(MESSAGING) private readonly options: MessagingOptions,
    @Inject(MESSAGING_SETTINGS) private readonly settings: MessagingSettings,
  ) {
    this.log = createLogger(options.service);
  }

  startRelay(): void {
    const pool = new Pool({ connectionString: this.settings.CONCORDAT_RELAY_DATABASE_URL, max: 4, application_name: `${this.options.service} relay`, statement_timeout: STATEMENT, stream: givingUpSilence(SILENT_FOR) });
    pool.on('error', (err) => this.log.warn({ err }, 'a connection of the relay to the database ended'));
    // One that is in use tells of its end as well; unheard, that would end the process.
    pool.on('connect', (client) => client.on('error', () => undefined));
    const relay = new Relay(pool, this.queues, this.options, this.settings);
    const acknowledgements = new Acknowledgements(pool, this.queues);
    relay.start();
    this.relay = new IdleRelay(relay);
    acknowledgements.start();
    const hideBacklog = showBacklog(this.options.service, pool);
    this.stops.push(async () => {
      this.relay = null;
      hideBacklog();
      await Promise.all([relay.stop(), acknowledgements.stop()]);
      await pool.end();
    });
  }

  /** The transport whose handlers Nest registers. */
  strategy(): BullMqStrategy {
    const strategy = new BullMqStrategy(this.queues, { events: this.events, parcels: this.parcels, work: this.work }, this.options);
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

  /** Looks after readers and relay for as long as the worker runs; `onIdle` is told which of them do not work though they could. */
  watch(onIdle: (idle: readonly string[]) => void): void {
    const look = async (): Promise<void> => {
      // While a server is away nobody works, and starting again would not help.
      if (!(await this.queues.ready()) || !(await this.database.isReachable())) return;
      const idle = [...(await this.queues.unread()), ...(this.relay?.look() === true ? ['relay'] : [])];
      if (idle.length > 0) onIdle(idle);
    };
    const timer = setInterval(() => void look().catch((err: unknown) => this.log.warn({ err }, 'readers and relay could not be looked at')), LOOK_EVERY);
    this.stops.push(() => {
      clearInterval(timer);
      return Promise.resolve();
    });
  }

  /** Before anything that handlers use is closed: jobs that have begun are finished first. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.stops.splice(0).map((stop) => stop()));
  }
}

/**
 * Starts the queue work of an application: the worker root, or beside HTTP in one process.
 * @param onIdle called when the process is up and takes nothing from a queue, or sends nothing; it should end, so that another begins
 * @throws HandlerError when an event that the service hears has no handler or two
 */
export async function startWorker(app: INestApplication, parts: readonly WorkerPart[] = ['relay', 'consumers'], onIdle?: (idle: readonly string[]) => void): Promise<void> {
  const worker = app.get(QueueWorker, { strict: false });
  if (parts.includes('consumers')) {
    app.connectMicroservice<MicroserviceOptions>({ strategy: worker.strategy() });
    await app.startAllMicroservices();
    worker.startSchedules();
  }
  if (parts.includes('relay')) worker.startRelay();
  if (onIdle !== undefined) worker.watch(onIdle);
}
