import { createLogger, runWithTrace, type Logger } from '@concordat/platform-logging';
import { inSpan } from '@concordat/platform-telemetry';
import { DriverException } from '@mikro-orm/postgresql';
import { Inject, Injectable } from '@nestjs/common';
import type { Job } from 'bullmq';
import { Acknowledger } from './acknowledgements.js';
import { checkEvent, runHandler, type CheckedEvent } from './checked-event.js';
import { MESSAGING, MESSAGING_SETTINGS, type MessagingOptions } from './definitions.js';
import type { HeardEvent } from './handlers.js';
import { FailedTogether, Inbox, type Receipt } from './inbox.js';
import { jobOf, spanOfWorked } from './jobs.js';
import { laneOf, nextOf, PARCEL, parcel, type Packed, type Parcel } from './parcels.js';
import { Queues } from './queues.js';
import type { MessagingSettings } from './settings.js';

/** How long one transaction may take, about, in milliseconds: the next has fewer events, or more. */
const AIM = 200;
/** Events in the first transaction of a process, before it knows how long its handlers take; and at least, however long that is. */
const FIRST = 10;
const FEWEST = 5;
/** Transactions of one parcel that may fail by one of their events: then all that is left comes alone. */
const FAILURES = 3;

/** How long one parcel may take, about, in milliseconds: what is left then comes alone, so that a reader of slow events is seen to work. */
const LONGEST = 15_000;
/** Events of a partnership from which on it is worth two transactions that go at once. */
const WORTH_LANES = 40;

/** An event of a parcel that may be taken with others. */
type Taken = CheckedEvent & Packed;

interface Outcome {
  receipt: Receipt;
  /** Milliseconds that its handler took. */
  ms: number;
}

/**
 * Takes events that came together, in as few transactions as it can. What fails here is put on the queue alone, where it
 * is tried as often, and ends as a dead letter, as if it had come so: its company is none the worse for it.
 */
@Injectable()
export class ParcelConsumer {
  private readonly log: Logger;
  /** Events that one transaction takes. */
  private size = FIRST;

  constructor(
    private readonly inbox: Inbox,
    private readonly queues: Queues,
    private readonly acknowledger: Acknowledger,
    @Inject(MESSAGING) private readonly options: MessagingOptions,
    @Inject(MESSAGING_SETTINGS) private readonly settings: MessagingSettings,
  ) {
    this.log = createLogger(options.service);
  }

  async process(job: Job, heard: ReadonlyMap<string, HeardEvent>): Promise<void> {
    const { producer, events } = parcel.parse(job.data);
    // One of them may be what ended the process that had it before.
    const alone = job.attemptsStarted > 1 ? events : await this.take(producer, events, heard);
    if (alone.length > 0) await this.queues.events(this.options.service).addBulk(alone.map(({ event, traceparent }) => jobOf(this.settings, { producer, event }, traceparent)));
  }

  /** @returns those that have to come alone */
  private async take(producer: Parcel['producer'], events: readonly Packed[], heard: ReadonlyMap<string, HeardEvent>): Promise<readonly Packed[]> {
    const alone: Packed[] = [];
    const ofPartnerships = Map.groupBy(this.fit(events, heard, alone), ({ event }) => event.partnershipId).values();
    const lanes = [...ofPartnerships].flatMap((fit) => (fit.length < WORTH_LANES ? [fit] : [...Map.groupBy(fit, ({ event }) => laneOf(event)).values()]));
    await Promise.all(lanes.map(async (lane) => void alone.push(...(await this.takeLane(producer, lane)))));
    return alone;
  }

  /** @returns those that have to come alone */
  private async takeLane(producer: Parcel['producer'], left: Taken[]): Promise<readonly Packed[]> {
    const failed: Packed[] = [];
    const end = performance.now() + LONGEST;
    let apart = false;
    while (left.length > 0 && failed.length < FAILURES && performance.now() < end) {
      const going = nextOf(left, this.size);
      try {
        await this.receive(going, apart);
        for (const { event } of going) this.acknowledger.had(producer, event.id, this.options.service);
      } catch (error) {
        const culprit = culpritOf(error, going, apart);
        this.log.warn({ err: error instanceof FailedTogether ? error.cause : error, events: going.length, event: culprit?.event.id, apart }, 'events that were taken together failed; what failed is tried alone');
        left.unshift(...going.filter((one) => one !== culprit));
        if (culprit !== undefined) failed.push(culprit);
        // The commit or the connection failed.
        else if (apart) break;
        // A write that had waited may have failed: each is sent by itself now, so that whose it is will be known.
        else apart = true;
      }
    }
    return [...failed, ...left];
  }

  /** What is not as its contract says comes alone, and is found out there. */
  private fit(events: readonly Packed[], heard: ReadonlyMap<string, HeardEvent>, alone: Packed[]): Taken[] {
    return events.flatMap((packed) => {
      try {
        return [{ ...packed, ...checkEvent(packed.event, heard, this.options.service) }];
      } catch {
        alone.push(packed);
        return [];
      }
    });
  }

  private async receive(going: readonly Taken[], apart: boolean): Promise<void> {
    const outcomes = new Map<Taken, Outcome>();
    const began = performance.now();
    await inSpan('process together', { kind: 'consumer', parent: null, attributes: { 'messaging.system': 'bullmq' } }, () =>
      this.inbox.receiveTogether(going, apart, async (one, receipt) => void outcomes.set(one, await this.handle(one, receipt))),
    );
    const took = performance.now() - began;
    if (took > AIM) this.size = Math.max(FEWEST, Math.floor(going.length / 2));
    else if (took < AIM / 2 && going.length === this.size) this.size = Math.min(PARCEL, this.size * 2);
    for (const [{ event: { id, type, trace } }, { receipt, ms }] of outcomes) {
      runWithTrace(trace, () => this.log.info({ type, event: id, outcome: receipt, ms, together: going.length }, 'event'));
    }
  }

  private async handle(one: Taken, receipt: Receipt): Promise<Outcome> {
    const { event, traceparent } = one;
    const began = performance.now();
    await runWithTrace(event.trace, () => inSpan(`process ${event.type}`, spanOfWorked({ ...event, attempts: 1 }, 'events', traceparent), async (span) => {
      if (receipt === 'handled') await runHandler(one);
      span.setAttribute('concordat.outcome', receipt);
    }));
    return { receipt, ms: Math.round(performance.now() - began) };
  }
}

/** By which of them it failed, where that is known: what the database refuses may be a write of one before, unless each was `apart`. */
function culpritOf(error: unknown, going: readonly Taken[], apart: boolean): Taken | undefined {
  if (!(error instanceof FailedTogether) || (!apart && error.cause instanceof DriverException)) return undefined;
  return going.find(({ event }) => event.id === error.eventId);
}
