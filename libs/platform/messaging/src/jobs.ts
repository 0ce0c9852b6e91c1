import { envelope, SERVICE_NAMES } from '@concordat/contracts-protocol';
import { carriedContext, type SpanOptions } from '@concordat/platform-telemetry';
import type { Job, JobsOptions, KeepJobs } from 'bullmq';
import { z } from 'zod';
import type { MessagingSettings } from './settings.js';

/** Data of a job that came from an outbox: the event, or own work in the same form, and who is to hear that it was had. */
export const message = z.strictObject({ producer: z.enum(SERVICE_NAMES), event: envelope });
export type Message = z.output<typeof message>;

/** Runs of schedules that failed: the next comes by itself, under an id of its own. */
const failed: KeepJobs = { age: 3_600, count: 1_000 };

/**
 * A job that is over leaves nothing behind, however it ended: its id would keep the same event from being sent again after
 * a lost acknowledgement. What failed for good is told by the dead letters.
 */
const tries = (settings: MessagingSettings) => ({
  attempts: settings.CONCORDAT_JOB_ATTEMPTS,
  backoff: { type: 'exponential', delay: settings.CONCORDAT_JOB_BACKOFF, jitter: 0.2 },
  removeOnComplete: true,
  removeOnFail: true,
});

/** An event, or a piece of own work, from the outbox: its id keeps it from standing in the queue twice. */
export const outboxJob = (settings: MessagingSettings, eventId: string, traceparent: string | null): JobsOptions => ({
  ...tries(settings),
  ...traced(traceparent),
  jobId: eventId,
});

/** The trace goes along beside the message, so that an older version takes the message as before. */
const traced = (traceparent: string | null): JobsOptions => (traceparent === null ? {} : { telemetry: { metadata: traceparent } });

/** What a span says of a message that is worked on. */
interface Worked {
  id: string;
  type: string;
  trace: string;
  attempts: number;
}

/** The span of a job that is worked on: it continues what {@link outboxJob} was given, and the run of a schedule begins a trace. */
export const spanOf = (job: Job, worked: Worked): SpanOptions => spanOfWorked(worked, job.queueName, job.opts.telemetry?.metadata ?? null);

/** The span of a message that is worked on, which continues `parent`. */
export const spanOfWorked = ({ id, type, trace, attempts }: Worked, queue: string, parent: string | null): SpanOptions => ({
  kind: 'consumer',
  parent,
  attributes: {
    'messaging.system': 'bullmq',
    'messaging.operation.name': type,
    'messaging.message.id': id,
    'messaging.destination.name': queue,
    'concordat.attempt': attempts,
    'concordat.correlation_id': trace,
  },
});

/** An event, or a piece of own work, as the job that it is alone. */
export const jobOf = (settings: MessagingSettings, { producer, event }: Message, traceparent: string | null): { name: string; data: Message; opts: JobsOptions } => ({
  name: event.type,
  data: { producer, event },
  opts: outboxJob(settings, event.id, traceparent),
});

/** A dead letter that is sent again: its id differs from that of the job that failed. */
export const retriedJob = (settings: MessagingSettings, eventId: string, at: Date): JobsOptions => ({
  ...tries(settings),
  ...traced(carriedContext()),
  jobId: `${eventId}-again-${at.getTime()}`,
});

/** An acknowledgement is tried for long: the producer's database may be away. */
export const acknowledgementJob: JobsOptions = {
  attempts: 12,
  backoff: { type: 'exponential', delay: 500, jitter: 0.2 },
  removeOnComplete: true,
  removeOnFail: true,
};

/** A run of a schedule: the next one comes by itself. */
export const scheduledJob: JobsOptions = { attempts: 1, removeOnComplete: true, removeOnFail: failed };
