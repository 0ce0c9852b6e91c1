import type { Worker } from 'bullmq';

/** How often readers and relay are looked at, in milliseconds, and for how many looks in a row one may not work. */
export const LOOK_EVERY = 2_000;
const LOOKS = 4;
/** The same while it is busy with as many jobs as it may: each may take as long as a statement does. */
const LOOKS_WHEN_BUSY = 25;

/** A reader of a queue, as it is seen from outside. */
export interface Readable {
  worker: Pick<Worker, 'closing'>;
  /** How often it asked for a job so far, and jobs that were begun and ended; and that are being worked on. */
  progress(): { asked: number; steps: number; busy: number };
  concurrency: number;
  /** Jobs that wait for somebody to take them. */
  waiting(): Promise<number>;
}

/**
 * Finds a reader that is there and does not work: for some seconds it begins and ends no job, and either does not even ask for
 * one, or jobs wait that it could take. Libraries, connections and locks can come to such an end without an error. Where
 * others read the same queue nothing waits, and it is the asking that tells.
 */
export class IdleReader {
  #asked = -1;
  #steps = -1;
  #looks = 0;

  constructor(private readonly reader: Readable) {}

  /** @returns whether the reader does not work */
  async look(): Promise<boolean> {
    const { worker } = this.reader;
    if (worker.closing !== undefined) return false;
    const { asked, steps, busy } = this.reader.progress();
    const moved = steps !== this.#steps;
    // With as many jobs as it may have, it asks for no more.
    const full = busy >= this.reader.concurrency;
    const asks = asked !== this.#asked || full;
    this.#steps = steps;
    this.#asked = asked;
    // What cannot be asked is away, and no fault of the reader.
    const waiting = await this.reader.waiting().catch(() => 0);
    this.#looks = moved || (waiting === 0 && asks) ? 0 : this.#looks + 1;
    return this.#looks >= (full ? LOOKS_WHEN_BUSY : LOOKS);
  }
}

/** A relay, as it is seen from outside. */
export interface Sending {
  /** Steps of its work so far, each of which ends or fails in its time; and whether it waits for something to do. */
  progress(): { steps: number; resting: boolean };
}

/** Finds a relay that neither rests nor goes on: a step of it never ends. */
export class IdleRelay {
  #steps = -1;
  #looks = 0;

  constructor(private readonly relay: Sending) {}

  /** @returns whether the relay does not work */
  look(): boolean {
    const { steps, resting } = this.relay.progress();
    this.#looks = resting || steps !== this.#steps ? 0 : this.#looks + 1;
    this.#steps = steps;
    return this.#looks >= LOOKS;
  }
}
