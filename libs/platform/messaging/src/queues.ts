import type { ServiceName } from '@concordat/contracts-protocol';
import { ProblemError } from '@concordat/platform-errors';
import { createLogger, type Logger } from '@concordat/platform-logging';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { MESSAGING, MESSAGING_SETTINGS, type MessagingOptions } from './definitions.js';
import { queueNames, type MessagingSettings } from './settings.js';

/** Longest wait between two tries to connect, in milliseconds. */
const LONGEST_WAIT = 2_000;
const reconnect = (times: number): number => Math.min(times * 100, LONGEST_WAIT);

/** The writing side of the queues. It fails fast: what cannot be sent stays in the database and is sent later. */
@Injectable()
export class Queues implements OnApplicationShutdown {
  private readonly log: Logger;
  private readonly queues = new Map<string, Queue>();
  private redis: Redis | null = null;

  constructor(
    @Inject(MESSAGING) private readonly options: MessagingOptions,
    @Inject(MESSAGING_SETTINGS) private readonly settings: MessagingSettings,
  ) {
    this.log = createLogger(options.service);
  }

  events(service: ServiceName): Queue {
    return this.named(queueNames(this.settings.CONCORDAT_QUEUE_PREFIX, service).events);
  }

  acknowledgements(producer: ServiceName): Queue {
    return this.named(queueNames(this.settings.CONCORDAT_QUEUE_PREFIX, producer).acknowledgements);
  }

  work(): Queue {
    return this.named(queueNames(this.settings.CONCORDAT_QUEUE_PREFIX, this.options.service).work);
  }

  /** Whether Redis answers, for the service's readiness. */
  async ready(): Promise<boolean> {
    const redis = this.connection();
    if (redis.status !== 'ready') return false;
    return redis.ping().then(
      () => true,
      () => false,
    );
  }

  /** @throws ProblemError 503 `queues-unavailable` when Redis is away */
  demand(): void {
    if (this.connection().status !== 'ready') {
      throw new ProblemError({ status: 503, code: 'queues-unavailable', title: 'The message queues cannot be reached', detail: 'Try again in a few minutes.' });
    }
  }

  /** A connection for a worker: it waits for as long as Redis is away. */
  workerConnection(): Redis {
    const redis = new Redis(this.settings.CONCORDAT_REDIS_URL, { maxRetriesPerRequest: null, retryStrategy: reconnect });
    redis.on('error', (err) => this.log.warn({ err }, 'the connection of a queue worker to Redis failed'));
    return redis;
  }

  async onApplicationShutdown(): Promise<void> {
    for (const queue of this.queues.values()) await queue.close();
    this.queues.clear();
    this.redis?.disconnect();
    this.redis = null;
  }

  private named(name: string): Queue {
    const known = this.queues.get(name);
    if (known !== undefined) return known;
    const queue = new Queue(name, { connection: this.connection() });
    queue.on('error', (err) => this.log.warn({ err }, 'a queue cannot be written to'));
    this.queues.set(name, queue);
    return queue;
  }

  private connection(): Redis {
    if (this.redis === null) {
      this.redis = new Redis(this.settings.CONCORDAT_REDIS_URL, {
        enableOfflineQueue: false,
        maxRetriesPerRequest: 1,
        commandTimeout: 5_000,
        retryStrategy: reconnect,
      });
      this.redis.on('error', (err) => this.log.warn({ err }, 'the connection to Redis failed'));
    }
    return this.redis;
  }
}
