import { envelope, SERVICE_NAMES, type EventKind, type ServiceName } from '@concordat/contracts-protocol';
import type { JobsOptions } from 'bullmq';
import { z } from 'zod';
import type { Queues } from './queues.js';

/** Events in one parcel at most: a transaction of a consumer holds what it locks for as long as all of them take. */
export const PARCEL = 100;

/**
 * Data of a job that carries several events of one partnership for one consumer, which has them in one transaction. It is
 * a quicker way for what can go by it, and nothing relies on it: an event that does not arrive so comes alone.
 */
export const parcel = z.strictObject({
  producer: z.enum(SERVICE_NAMES),
  events: z.array(z.strictObject({ event: envelope, traceparent: z.string().nullable() })).min(1),
});
export type Parcel = z.output<typeof parcel>;
export type Packed = Parcel['events'][number];

/** One that cannot even be taken apart is left after a few tries: its events come alone, when nobody acknowledges them. */
export const parcelJob: JobsOptions = { attempts: 3, backoff: { type: 'exponential', delay: 500, jitter: 0.2 }, removeOnComplete: true, removeOnFail: true };

/**
 * Transactions of parcels of one partnership that go at once: each has a lane, and what is about one aggregate is in one.
 * In one lane they follow one another, because what two of them lock in different orders would stop both.
 */
const LANES = 2;
export const laneOf = ({ aggregateId }: Pick<Packed['event'], 'aggregateId'>): number => Number.parseInt(aggregateId.slice(-1), 16) % LANES;

/** Takes the first from `left`, so many at most, and none whose aggregate or id is among them already: the later version goes with the next. */
export function nextOf<Event extends Packed & { kind: EventKind }>(left: Event[], size: number): Event[] {
  const keys = new Set<string>();
  let count = 0;
  for (const { event, kind } of left.slice(0, size)) {
    const key = kind === 'state' ? `${event.type} ${event.aggregateId}` : event.id;
    if (keys.has(key)) break;
    keys.add(key);
    count += 1;
  }
  return left.splice(0, count);
}

/** How often a consumer says that it takes parcels, in milliseconds; and for how long it is believed, in seconds. */
const SAID_EVERY = 5_000;
const BELIEVED = 20;
/** Beside the queue of parcels, while somebody reads it: a consumer of a version before does not. */
const TAKEN = 'taken';
/** How long a relay goes by what it saw, in milliseconds. */
const SEEN_FOR = 500;
/** What a parcel that waits before another costs that one, in milliseconds: about what a consumer gives to one ({@link PARCEL}). */
const A_PARCEL_TAKES = 250;

/** Says for as long as it lasts that this service takes parcels. @returns what ends it */
export function takeParcels(queues: Queues, service: ServiceName): () => void {
  // Where Redis is away nobody sends anything either.
  let ended = false;
  const say = async (): Promise<void> => {
    if ((await queues.ready()) && !ended) await queues.exchange(queues.parcels(service), TAKEN, 'yes', BELIEVED).catch(() => undefined);
  };
  void say();
  const timer = setInterval(() => void say(), SAID_EVERY);
  return () => {
    ended = true;
    clearInterval(timer);
  };
}

/** Which consumers take parcels, as a relay sees it. */
export class ParcelTakers {
  readonly #seen = new Map<ServiceName, { at: number; delay: number | null }>();

  constructor(private readonly queues: Queues) {}

  /** How much longer than an event that is sent alone one in a parcel may take, in milliseconds; null when nobody takes parcels. */
  async delayOf(service: ServiceName): Promise<number | null> {
    const known = this.#seen.get(service);
    if (known !== undefined && Date.now() - known.at < SEEN_FOR) return known.delay;
    const { there, waiting } = await this.queues.look(this.queues.parcels(service), TAKEN);
    const delay = there ? waiting * A_PARCEL_TAKES : null;
    this.#seen.set(service, { at: Date.now(), delay });
    return delay;
  }
}
