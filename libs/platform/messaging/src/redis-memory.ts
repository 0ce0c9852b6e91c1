import { randomUUID } from 'node:crypto';
import type { MessagingOptions } from './definitions.js';
import type { Queues } from './queues.js';
import { OWN_WORK, serviceNamed } from './settings.js';

/** How long a mark stays that nobody writes any more, in seconds. */
const KEPT = 3_600;

/** The acknowledgements that come back to this service: beside its consumers, what a relay relies on Redis to keep. */
const ACKNOWLEDGEMENTS = 'acknowledgements';

/**
 * Whether Redis still has what a relay gave it. After each batch the relay writes a number beside the consumer's queue.
 * A Redis that was emptied lacks it; one that took the place of another and lacks the last that was written has an older
 * one. Both lost jobs, which would else be sent again only when their time comes.
 */
export class RedisMemory {
  readonly #relay = randomUUID();
  /** What was written last, by consumer. */
  readonly #marks = new Map<string, number>();
  readonly #places: readonly string[];

  constructor(
    private readonly queues: Queues,
    private readonly options: MessagingOptions,
  ) {
    const told = options.events.filter(({ from }) => from === options.service).flatMap(({ to }) => [...to]);
    this.#places = [...new Set([...told, OWN_WORK, ACKNOWLEDGEMENTS])];
  }

  /**
   * The consumers whose events may have been lost since they were sent. A relay that begins knows nothing of what there
   * was, and names all. A queue that cannot be reached is asked another time.
   */
  async forgetful(): Promise<string[]> {
    const asked = await Promise.all(this.#places.map(async (place) => ((await this.#lost(place)) ? [place] : [])));
    const lost = asked.flat();
    return lost.includes(ACKNOWLEDGEMENTS) ? this.#places.filter((place) => place !== ACKNOWLEDGEMENTS) : lost;
  }

  /** After a batch was sent to a consumer. */
  async note(consumer: string): Promise<void> {
    await this.#write(consumer);
  }

  async #lost(place: string): Promise<boolean> {
    const known = this.#marks.get(place);
    try {
      const found = await this.#write(place);
      return found === null || Number(found) !== known;
    } catch {
      return false;
    }
  }

  /** @returns what was there before */
  async #write(place: string): Promise<string | null> {
    const next = (this.#marks.get(place) ?? 0) + 1;
    const found = await this.queues.exchange(this.#queueOf(place), `relay:${this.options.service}:${this.#relay}`, String(next), KEPT);
    this.#marks.set(place, next);
    return found;
  }

  #queueOf(place: string): ReturnType<Queues['work']> {
    const service = serviceNamed(place);
    if (service !== undefined) return this.queues.events(service);
    return place === OWN_WORK ? this.queues.work() : this.queues.acknowledgements(this.options.service);
  }
}
