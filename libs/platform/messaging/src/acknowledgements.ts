import type { ServiceName } from '@concordat/contracts-protocol';
import { createLogger, type Logger } from '@concordat/platform-logging';
import { Inject, Injectable } from '@nestjs/common';
import type { Job } from 'bullmq';
import type { Pool } from 'pg';
import { z } from 'zod';
import { MESSAGING, type MessagingOptions } from './definitions.js';
import { acknowledgementJob } from './jobs.js';
import { Queues, type QueueReader } from './queues.js';

const acknowledgement = z.strictObject({ eventId: z.uuid(), consumer: z.string() });

/** "These events were had by these consumers": what is sent back to the producer after the commits. One alone is what versions before sent. */
export const acknowledgements = z.union([
  z.strictObject({ had: z.array(acknowledgement) }).transform(({ had }) => had),
  acknowledgement.transform((one) => [one]),
]);

/** How long acknowledgements are gathered, in milliseconds: many events then cost few jobs. */
const GATHERED = 20;
/** Wait before the next try when Redis is away, in milliseconds. */
const AGAIN = 1_000;
/** Most that go in one job, and most that wait; what is dropped is an event that comes again and is known. */
const MOST = 500;
const MOST_WAITING = 50_000;

/**
 * Sends acknowledgements to producers, gathered. One that is lost with its process costs a second sending of its event,
 * which the inbox knows: nothing waits for it.
 */
@Injectable()
export class Acknowledger {
  private readonly log: Logger;
  private readonly waiting = new Map<ServiceName, z.output<typeof acknowledgement>[]>();
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly queues: Queues,
    @Inject(MESSAGING) options: MessagingOptions,
  ) {
    this.log = createLogger(options.service);
  }

  /** After the commit: `consumer` has had the event. */
  had(producer: ServiceName, eventId: string, consumer: string): void {
    const had = this.waiting.get(producer) ?? [];
    this.waiting.set(producer, had);
    if (had.length < MOST_WAITING) had.push({ eventId, consumer });
    this.timer ??= setTimeout(() => void this.send(), GATHERED);
  }

  /** Sends what waits; what Redis refuses is kept, and sent later unless the process ends. */
  async send(): Promise<void> {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    let refused = false;
    for (const [producer, had] of this.waiting) {
      while (had.length > 0 && !refused) {
        const batch = had.splice(0, MOST);
        try {
          await this.queues.acknowledgements(producer).add('acknowledge', { had: batch }, acknowledgementJob);
        } catch (err) {
          refused = true;
          had.push(...batch);
          this.log.warn({ err }, 'acknowledgements could not be sent; they wait');
        }
      }
    }
    if (refused) this.timer ??= setTimeout(() => void this.send(), AGAIN);
  }

  /** Sends what waits, and tries no more. */
  async stop(): Promise<void> {
    await this.send();
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }
}

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
    const had = acknowledgements.parse(job.data);
    await this.pool.query({
      name: 'acknowledge',
      text: `update outbox_delivery d set acked_at = now() from unnest($1::uuid[], $2::text[]) as had (event_id, consumer)
              where d.event_id = had.event_id and d.consumer = had.consumer and d.acked_at is null`,
      values: [had.map(({ eventId }) => eventId), had.map(({ consumer }) => consumer)],
    });
  }
}
