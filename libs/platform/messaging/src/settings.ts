import { SERVICE_NAMES, type ServiceName } from '@concordat/contracts-protocol';
import { serviceSettings } from '@concordat/platform-config';
import { z } from 'zod';

const { CONCORDAT_REDIS_URL, CONCORDAT_QUEUE_PREFIX, CONCORDAT_RELAY_DATABASE_URL, CONCORDAT_RECEIVING_KEY, CONCORDAT_PUBLIC_KEYS } =
  serviceSettings.shape;

const count = z.coerce.number('must be a number').int('must be a whole number').positive('must be more than 0');

/** Settings of the queues, read from a process's environment. Times are milliseconds. */
export const messagingSettings = z.object({
  CONCORDAT_REDIS_URL,
  CONCORDAT_QUEUE_PREFIX,
  CONCORDAT_RELAY_DATABASE_URL,
  CONCORDAT_RECEIVING_KEY,
  CONCORDAT_PUBLIC_KEYS,
  /** A delivery that no consumer acknowledged within this time is sent again; doubled with each sending, up to 64 times it: one lost twice is there within a minute. */
  CONCORDAT_RESEND_AFTER: count.default(20_000),
  /** How often the relay looks for itself, should a notification be lost. */
  CONCORDAT_RELAY_POLL: count.default(4_000),
  /** Tries of a job before it is a dead letter. */
  CONCORDAT_JOB_ATTEMPTS: count.default(8),
  /** Wait before the second try; doubled for each further one. */
  CONCORDAT_JOB_BACKOFF: count.default(1_000),
  /** Jobs of one queue that one process works on at the same time; each may hold a connection to the database. */
  CONCORDAT_JOB_CONCURRENCY: count.default(4),
  /** A job whose process shows no sign of life for this long is given to another. */
  CONCORDAT_JOB_STALLED: count.default(15_000),
  /** How often the schedules in Redis are compared with those that the service declares. */
  CONCORDAT_SCHEDULE_CHECK: count.default(20_000),
  /** How often what is done with and old is deleted. */
  CONCORDAT_PRUNE_EVERY: count.default(3_600_000),
  /** Days for which an event is kept after every consumer has had it. */
  CONCORDAT_OUTBOX_KEPT_DAYS: count.default(30),
  /** Days for which a consumer remembers that it had an event; longer than any producer sends it again. */
  CONCORDAT_INBOX_KEPT_DAYS: count.default(120),
  /** Days for which a dead letter is kept after it was dealt with. */
  CONCORDAT_DEAD_LETTERS_KEPT_DAYS: count.default(90),
});

export type MessagingSettings = z.output<typeof messagingSettings>;

/** A consumer of an outbox row: a service, or `work`: the producer's own queue of timed and heavy work. */
export const OWN_WORK = 'work';

/** Queues of a service: events that it hears, alone and in parcels, acknowledgements of events that it wrote, and its own work. */
export type QueueKind = 'events' | 'parcels' | 'acks' | 'work';

/**
 * Beginning of the names of all Redis keys of a service's queues. The braces keep them on one node of a Redis cluster,
 * and a Redis user may be allowed by it.
 */
export const keyPrefix = (prefix: string, service: ServiceName): string => `{${prefix}:${service}}`;

/**
 * Where the keys of a queue begin. Those of parcels stand among the keys of events, because whoever may write those may
 * write these.
 */
export function placeOf(prefix: string, service: ServiceName, kind: QueueKind): { prefix: string; name: string } {
  const own = keyPrefix(prefix, service);
  return kind === 'parcels' ? { prefix: `${own}:events`, name: 'parcels' } : { prefix: own, name: kind };
}

export function serviceNamed(name: string): ServiceName | undefined {
  return SERVICE_NAMES.find((service) => service === name);
}
