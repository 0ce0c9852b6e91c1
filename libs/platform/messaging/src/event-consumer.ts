import { PermanentFailure } from '@concordat/platform-errors';
import { createLogger, newTrace, runWithTrace, type Logger } from '@concordat/platform-logging';
import { fail, inSpan } from '@concordat/platform-telemetry';
import { Inject, Injectable } from '@nestjs/common';
import type { Job } from 'bullmq';
import { v7 as uuid, validate as isUuid } from 'uuid';
import { Acknowledger } from './acknowledgements.js';
import { failed } from './attempts.js';
import { checkEvent, runHandler } from './checked-event.js';
import { DeadLetters, type FailedJob } from './dead-letters.js';
import { MESSAGING, type MessagingOptions } from './definitions.js';
import { explain } from './explanation.js';
import type { HeardEvent } from './handlers.js';
import { Inbox, type Receipt } from './inbox.js';
import { message, spanOf, type Message } from './jobs.js';
import { pathsOf } from './sealing.js';

/** Takes one event from the queue to its handler and, after the commit, tells the producer that it was had. */
@Injectable()
export class EventConsumer {
  private readonly log: Logger;

  constructor(
    private readonly inbox: Inbox,
    private readonly deadLetters: DeadLetters,
    private readonly acknowledger: Acknowledger,
    @Inject(MESSAGING) private readonly options: MessagingOptions,
  ) {
    this.log = createLogger(options.service);
  }

  async process(job: Job, token: string | undefined, heard: ReadonlyMap<string, HeardEvent>): Promise<void> {
    const { letter, producer } = readJob(job);
    await runWithTrace(letter.trace, () => inSpan(`process ${letter.type}`, spanOf(job, letter), async (span) => {
      const began = performance.now();
      try {
        const outcome = await this.handle(job, heard);
        span.setAttribute('concordat.outcome', outcome);
        this.log.info({ type: letter.type, event: letter.id, outcome, ms: Math.round(performance.now() - began) }, 'event');
      } catch (error) {
        fail(span, error);
        await failed({ error, job, token, letter, deadLetters: this.deadLetters, log: this.log });
      }
      this.acknowledge(producer, letter.id);
    }));
  }

  /** A job whose processes died too often. */
  async lost(job: Job, error: Error): Promise<void> {
    const { letter, producer } = readJob(job);
    await this.deadLetters.keep({ ...letter, attempts: job.attemptsMade }, { ...explain(error), code: 'process-lost', text: 'The process that handled it ended too often without an answer' });
    this.acknowledge(producer, letter.id);
  }

  private async handle(job: Job, heard: ReadonlyMap<string, HeardEvent>): Promise<Receipt> {
    const data = message.safeParse(job.data);
    if (!data.success) throw new PermanentFailure(`The message is not an event: ${pathsOf(data.error)}`);
    const checked = checkEvent(data.data.event, heard, this.options.service);
    return this.inbox.receive(checked, () => runHandler(checked));
  }

  private acknowledge(producer: Message['producer'] | null, eventId: string): void {
    if (producer !== null) this.acknowledger.had(producer, eventId, this.options.service);
  }
}

/** What is known of a job even when its data is not an event. */
function readJob(job: Job): { letter: FailedJob; producer: Message['producer'] | null } {
  const data = message.safeParse(job.data).data ?? null;
  const jobId = job.id ?? '';
  const letter: FailedJob = {
    id: data?.event.id ?? (isUuid(jobId) ? jobId : uuid()),
    source: 'event',
    type: job.name,
    partnershipId: data?.event.partnershipId ?? null,
    trace: data?.event.trace ?? newTrace(),
    data: job.data,
    attempts: job.attemptsMade + 1,
  };
  return { letter, producer: data?.producer ?? null };
}
