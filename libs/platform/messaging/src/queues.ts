import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { ServiceName } from '@concordat/contracts-protocol';
import { ProblemError } from '@concordat/platform-errors';
import { createLogger, type Logger } from '@concordat/platform-logging';
import { connectRedis, type RedisConnection } from '@concordat/platform-redis';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Queue, Worker, type Job, type Processor } from 'bullmq';
import { Counter } from 'prom-client';
import { MESSAGING, MESSAGING_SETTINGS, type MessagingOptions } from './definitions.js';
import { IdleReader } from './idle-readers.js';
import { placeOf, type MessagingSettings, type QueueKind } from './settings.js';

/** Wait for a connection that is being made, in milliseconds. */
const PATIENCE = 1_000;

/** Times that a job may lose its process before it counts as failed. */
const LOST_PROCESSES = 5;

const stalledJobs = new Counter({ name: 'jobs_stalled_total', help: 'Jobs whose process showed no sign of life, so that another took them', labelNames: ['service', 'queue'] });

/** Wait after Redis refused to give a job, in milliseconds. */
const REFUSED = 1_000;

/** Longest that a reader waits for a job before it asks again, in seconds: so often it shows that it works. */
const LONGEST_WAIT = 4;

/** One whose Redis answers and refuses to write, e.g. because its disk is full, would ask again at once, and tell of it each time. */
class PatientWorker extends Worker {
  /** How often it asked for a job, or began to wait for one. */
  asked = 0;

  protected override getBlockTimeout(blockUntil: number): number {
    this.asked += 1;
    return Math.min(super.getBlockTimeout(blockUntil), LONGEST_WAIT);
  }

  protected override async moveToActive(token: string, name?: string): ReturnType<Worker['moveToActive']> {
    this.asked += 1;
    try {
      return await super.moveToActive(token, name);
    } catch (error) {
      if (error instanceof Error && error.name === 'ReplyError') await pause(REFUSED);
      throw error;
    }
  }
}

/** Something that reads a queue; closing it waits for the jobs that have begun. */
export interface QueueReader {
  worker: Worker;
  close(): Promise<void>;
}

/** The queues in Redis. Writing fails fast: what cannot be sent stays in the database and is sent later. */
@Injectable()
export class Queues implements OnApplicationShutdown {
  private readonly log: Logger;
  private readonly queues = new Map<string, Queue>();
  private readonly readers = new Map<IdleReader, QueueKind>();
  private redis: RedisConnection | null = null;

  constructor(
    @Inject(MESSAGING) private readonly options: MessagingOptions,
    @Inject(MESSAGING_SETTINGS) private readonly settings: MessagingSettings,
  ) {
    this.log = createLogger(options.service);
  }

  events(service: ServiceName): Queue {
    return this.queueOf(service, 'events');
  }

  /** Events that go together: see {@link Parcels}. */
  parcels(service: ServiceName): Queue {
    return this.queueOf(service, 'parcels');
  }

  acknowledgements(producer: ServiceName): Queue {
    return this.queueOf(producer, 'acks');
  }

  work(): Queue {
    return this.queueOf(this.options.service, 'work');
  }

  /**
   * Writes a value beside a queue, where Redis keeps it as long as the queue's jobs. @returns the one that was there
   */
  async exchange(queue: Queue, name: string, value: string, seconds: number): Promise<string | null> {
    return this.connection().set(queue.toKey(name), value, 'EX', seconds, 'GET');
  }

  /** Whether there is a value beside a queue, and how many of its jobs wait to be taken. */
  async look(queue: Queue, name: string): Promise<{ there: boolean; waiting: number }> {
    const redis = this.connection();
    const [found, waiting] = await Promise.all([redis.exists(queue.toKey(name)), redis.llen(queue.toKey('wait'))]);
    return { there: found > 0, waiting };
  }

  /** Whether Redis answers, for the service's readiness; a connection that is being made is waited for a moment. */
  async ready(): Promise<boolean> {
    const redis = this.connection();
    const signal = AbortSignal.timeout(PATIENCE);
    while (redis.status !== 'ready' && !signal.aborted) await once(redis, 'ready', { signal }).catch(() => undefined);
    return redis.ping().then(
      () => true,
      () => false,
    );
  }

  /** @throws ProblemError 503 `queues-unavailable` when Redis is away */
  async demand(): Promise<void> {
    if (!(await this.ready())) {
      throw new ProblemError({ status: 503, code: 'queues-unavailable', title: 'The message queues cannot be reached', detail: 'Try again in a few minutes.' });
    }
  }

  /** Reads a queue of this service with `process`, so many jobs at once. It waits for as long as Redis is away. */
  read(kind: QueueKind, process: Processor, concurrency = this.settings.CONCORDAT_JOB_CONCURRENCY): QueueReader {
    const { service } = this.options;
    const connection = connectRedis(this.settings.CONCORDAT_REDIS_URL, { maxRetriesPerRequest: null });
    connection.on('error', (err) => this.log.warn({ err }, 'the connection of a queue worker to Redis failed'));
    let steps = 0;
    let busy = 0;
    const counted: Processor = async (job, token, signal) => {
      steps += 1;
      busy += 1;
      try {
        return isLost(job) ? this.leave(job) : await (process(job, token, signal) as Promise<unknown>);
      } finally {
        steps += 1;
        busy -= 1;
      }
    };
    const { prefix, name } = placeOf(this.settings.CONCORDAT_QUEUE_PREFIX, service, kind);
    const worker = new PatientWorker(name, counted, {
      connection,
      prefix,
      concurrency,
      lockDuration: this.settings.CONCORDAT_JOB_STALLED,
      stalledInterval: this.settings.CONCORDAT_JOB_STALLED,
      maxStalledCount: LOST_PROCESSES,
      runRetryDelay: 1_000,
    });
    worker.on('error', (err) => this.log.warn({ err }, 'a queue worker met an error and goes on'));
    // A count that begins at one has not risen: no alert would hear of the first.
    stalledJobs.inc({ service, queue: kind }, 0);
    // Its process showed no sign of life: the job was given to another.
    worker.on('stalled', () => stalledJobs.inc({ service, queue: kind }));
    const idle = new IdleReader({ worker, progress: () => ({ asked: worker.asked, steps, busy }), concurrency, waiting: () => this.queueOf(service, kind).getWaitingCount() });
    this.readers.set(idle, kind);
    return {
      worker,
      close: async () => {
        this.readers.delete(idle);
        await worker.close();
        connection.disconnect();
      },
    };
  }

  /** The queues that this process should read and takes nothing from; to be asked every {@link LOOK_EVERY} milliseconds. */
  async unread(): Promise<QueueKind[]> {
    const looked = await Promise.all([...this.readers].map(async ([reader, kind]) => ((await reader.look()) ? [kind] : [])));
    return looked.flat();
  }

  async onApplicationShutdown(): Promise<void> {
    for (const queue of this.queues.values()) await queue.close();
    this.queues.clear();
    this.redis?.disconnect();
    this.redis = null;
  }

  /** While its id is there, what it was would not be taken when it is sent again. */
  private leave(job: Job): null {
    job.opts.removeOnComplete = true;
    this.log.warn({ job: job.id, queue: job.queueName }, 'Redis lost what a job was: it is left to whoever sends it again');
    return null;
  }

  private queueOf(service: ServiceName, kind: QueueKind): Queue {
    const key = `${service} ${kind}`;
    const known = this.queues.get(key);
    if (known !== undefined) return known;
    const { prefix, name } = placeOf(this.settings.CONCORDAT_QUEUE_PREFIX, service, kind);
    const queue = new Queue(name, { connection: this.connection(), prefix });
    queue.on('error', (err) => this.log.warn({ err }, 'a queue cannot be written to'));
    this.queues.set(key, queue);
    queue.waitUntilReady().catch(() => this.forget(key, queue));
    return queue;
  }

  /** A queue that was made as Redis went away never works: whoever asks for it next gets another. */
  private forget(key: string, queue: Queue): void {
    if (this.queues.get(key) === queue) this.queues.delete(key);
    queue.close().catch((err: unknown) => this.log.debug({ err }, 'a queue that never worked was not closed'));
  }

  private connection(): RedisConnection {
    if (this.redis === null) {
      this.redis = connectRedis(this.settings.CONCORDAT_REDIS_URL, {
        enableOfflineQueue: false,
        maxRetriesPerRequest: 1,
        commandTimeout: 5_000,
      });
      this.redis.on('error', (err) => this.log.warn({ err }, 'the connection to Redis failed'));
    }
    return this.redis;
  }
}

/** Whether nothing of a job is left but its place in a queue: each is written with the time at which it was. */
const isLost = ({ timestamp }: Job): boolean => Number.isNaN(timestamp);
