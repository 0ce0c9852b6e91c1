import type { Job } from 'bullmq';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { QueueReader, Queues } from './queues.js';

/** "This consumer has had this event": what a consumer sends back to the producer after its commit. */
export const acknowledgement = z.strictObject({ eventId: z.uuid(), consumer: z.string() });

/** Reads the acknowledgements that come back to this service, and marks their deliveries as had. */
export class Acknowledgements {
  private reader: QueueReader | null = null;

  constructor(
    private readonly pool: Pool,
    private readonly queues: Queues,
  ) {}

  start(): void {
    this.reader = this.queues.read('acks', (job) => this.mark(job));
  }

  async stop(): Promise<void> {
    await this.reader?.close();
  }

  private async mark(job: Job): Promise<void> {
    const { eventId, consumer } = acknowledgement.parse(job.data);
    await this.pool.query('update outbox_delivery set acked_at = now() where event_id = $1 and consumer = $2 and acked_at is null', [eventId, consumer]);
  }
}
