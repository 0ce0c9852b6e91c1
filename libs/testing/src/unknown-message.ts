import { randomUUID } from 'node:crypto';
import type { ServiceName } from '@concordat/contracts-protocol';
import { Queue } from 'bullmq';

/** A queue of a service, in the Redis of an installation. */
export interface QueueOfService {
  redisUrl: string;
  /** As `CONCORDAT_QUEUE_PREFIX`. */
  prefix: string;
  service: ServiceName;
  /** Of what others tell it, or of its own work. */
  kind: 'events' | 'work';
}

/** Gives a service a message that no version of it knows, as a newer one may send: it fails for good, and is a dead letter of the partnership. */
export async function sendUnknownMessage({ redisUrl, prefix, service, kind }: QueueOfService, partnershipId: string): Promise<void> {
  const queue = new Queue(kind, { connection: { url: redisUrl }, prefix: `{${prefix}:${service}}` });
  const id = randomUUID();
  const event = { id, type: 'unknown.told', partnershipId, aggregateId: id, version: null, occurredAt: new Date().toISOString(), actor: null, trace: randomUUID(), payload: {} };
  try {
    await queue.add(event.type, { producer: service, event }, { jobId: id, removeOnComplete: true, removeOnFail: true });
  } finally {
    await queue.close();
  }
}
