import { PermanentFailure } from '@concordat/platform-errors';
import { createLogger, newTrace, runWithTrace, type Logger } from '@concordat/platform-logging';
import { fail, inSpan } from '@concordat/platform-telemetry';
import { Inject, Injectable } from '@nestjs/common';
import type { Job } from 'bullmq';
import { isObservable, lastValueFrom } from 'rxjs';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import { Acknowledger } from './acknowledgements.js';
import { failed } from './attempts.js';
import { DeadLetters, type FailedJob } from './dead-letters.js';
import { MESSAGING, type MessagingOptions, type Work } from './definitions.js';
import { explain } from './explanation.js';
import type { RegisteredHandler } from './handlers.js';
import { message, spanOf } from './jobs.js';
import { pathsOf } from './sealing.js';
import { OWN_WORK } from './settings.js';

/** Data of a schedule's run: there is nobody who asked, and no outbox row. */
const scheduledRun = z.strictObject({ schedule: z.string(), payload: z.unknown() });

/** Takes the service's own work from its queue to its handler. It runs at least once. */
@Injectable()
export class WorkConsumer {
  private readonly log: Logger;

  constructor(
    private readonly deadLetters: DeadLetters,
    private readonly acknowledger: Acknowledger,
    @Inject(MESSAGING) private readonly options: MessagingOptions,
  ) {
    this.log = createLogger(options.service);
  }

  async process(job: Job, token: string | undefined, handlers: ReadonlyMap<string, RegisteredHandler>): Promise<void> {
    const { letter, work, scheduled } = readJob(job);
    await runWithTrace(letter.trace, () => inSpan(`perform ${letter.type}`, spanOf(job, letter), async (span) => {
      const began = performance.now();
      try {
        await this.perform(work, handlers);
        if (!scheduled) {
          await this.deadLetters.settle(letter.id, letter.partnershipId);
          this.log.info({ type: letter.type, event: letter.id, ms: Math.round(performance.now() - began) }, 'work');
        }
      } catch (error) {
        fail(span, error);
        if (scheduled) {
          this.log.error({ err: error, work: work.name }, 'work of a schedule failed; its next run comes by itself');
          return;
        }
        await failed({ error, job, token, letter, deadLetters: this.deadLetters, log: this.log });
      }
      if (!scheduled) this.acknowledge(letter.id);
    }));
  }

  async lost(job: Job, error: Error): Promise<void> {
    const { letter, scheduled } = readJob(job);
    if (scheduled) return;
    await this.deadLetters.keep({ ...letter, attempts: job.attemptsMade }, { ...explain(error), code: 'process-lost', text: 'The process that did it ended too often without an answer' });
    this.acknowledge(letter.id);
  }

  private async perform(work: Work, handlers: ReadonlyMap<string, RegisteredHandler>): Promise<void> {
    const handler = handlers.get(work.name);
    if (handler === undefined) throw new PermanentFailure(`This version of ${this.options.service} does not know the work "${work.name}"`);
    const payload = handler.payload?.safeParse(work.payload);
    if (payload?.success === false) throw new PermanentFailure(`The payload of the work "${work.name}" is not right: ${pathsOf(payload.error)}`);
    const result: unknown = await handler.run(payload === undefined ? work : { ...work, payload: payload.data });
    if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
  }

  private acknowledge(eventId: string): void {
    this.acknowledger.had(this.options.service, eventId, OWN_WORK);
  }
}

function readJob(job: Job): { work: Work; letter: FailedJob; scheduled: boolean } {
  const known = message.safeParse(job.data).data?.event ?? null;
  const run = scheduledRun.safeParse(job.data);
  const id = known?.id ?? uuid();
  const partnershipId = known?.partnershipId ?? null;
  return {
    work: { id, name: job.name, partnershipId, actor: known?.actor ?? null, payload: known?.payload ?? run.data?.payload },
    letter: { id, source: 'work', type: job.name, partnershipId, trace: known?.trace ?? newTrace(), data: job.data, attempts: job.attemptsMade + 1 },
    scheduled: run.success,
  };
}
