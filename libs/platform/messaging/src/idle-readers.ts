import type { Worker } from 'bullmq';

/** How often readers are looked at, and for how many looks in a row one may leave jobs lying, in milliseconds. */
export const LOOK_EVERY = 2_500;
const LOOKS = 4;
/** The same while it is busy with as many jobs as it may: each may take as long as a statement does. */
const LOOKS_WHEN_BUSY = 20;

/** A reader of a queue, as it is seen from outside. */
export interface Readable {
  worker: Pick<Worker, 'isRunning' | 'closing'>;
  /** Jobs that were begun and ended so far, and that are being worked on. */
  progress(): { steps: number; busy: number };
  concurrency: number;
  /** Jobs that wait for somebody to take them. */
  waiting(): Promise<number>;
}

/**
 * Finds a reader that is there and takes nothing: jobs wait, it could take them, and for some seconds it begins and ends
 * none. Libraries, connections and locks can come to such an end without an error.
 */
export class IdleReader {
  #steps = -1;
  #looks = 0;

  constructor(private readonly reader: Readable) {}

  /** @returns whether the reader does not work */
  async look(): Promise<boolean> {
    const { worker } = this.reader;
    if (worker.closing !== undefined) return false;
    const { steps, busy } = this.reader.progress();
    const moved = steps !== this.#steps;
    this.#steps = steps;
    // What cannot be asked is away, and no fault of the reader.
    const waiting = await this.reader.waiting().catch(() => 0);
    this.#looks = moved || (waiting === 0 && worker.isRunning()) ? 0 : this.#looks + 1;
    return this.#looks >= (busy >= this.reader.concurrency ? LOOKS_WHEN_BUSY : LOOKS);
  }
}
