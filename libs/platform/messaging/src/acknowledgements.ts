import { createLogger, type Logger } from '@concordat/platform-logging';
import { Worker, type Job } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { MessagingOptions } from './definitions.js';
import type { Queues } from './queues.js';
import { queueNames, type MessagingSettings } from './settings.js';

/** "This consumer has had this event": what a consumer sends back to the producer after its commit. */
export const acknowledgement = z.strictObject({ eventId: z.uuid(), consumer: z.string() });

/** Reads the acknowledgements that come back to this service, and marks their deliveries as had. */
export class Acknowledgements {
  private readonly log: Logger;
  private worker: Worker | null = null;
  private connection: Redis | null = null;

  constructor(
    private readonly pool: Pool,
    private readonly queues: Queues,
    private readonly options: MessagingOptions,
    private readonly settings: MessagingSettings,
  ) {
    this.log = createLogger(options.service);
  }

  start(): void {
    this.connection = this.queues.workerConnection();
    const name = queueNames(this.settings.CONCORDAT_QUEUE_PREFIX, this.options.service).acknowledgements;
    this.worker = new Worker(name, (job) => this.mark(job), {
      connection: this.connection,
      concurrency: this.settings.CONCORDAT_JOB_CONCURRENCY,
      stalledInterval: this.settings.CONCORDAT_JOB_STALLED,
      lockDuration: this.settings.CONCORDAT_JOB_STALLED,
      maxStalledCount: 10,
      runRetryDelay: 1_000,
    });
    this.worker.on('error', (err) => this.log.warn({ err }, 'the reader of acknowledgements met an error and goes on'));
  }

  async stop(): Promise<void> {
    await this.worker?.close();
    this.connection?.disconnect();
  }

  private async mark(job: Job): Promise<void> {
    const { eventId, consumer } = acknowledgement.parse(job.data);
    await this.pool.query('update outbox_delivery set acked_at = now() where event_id = $1 and consumer = $2 and acked_at is null', [eventId, consumer]);
  }
}
