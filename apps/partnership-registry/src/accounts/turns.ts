import { AsyncLocalStorage } from 'node:async_hooks';

/** Work of which only so much goes on at once in this process. Whoever asks for a lot waits for their own, and not the others for it. */
export class Turns {
  /** Who waits, with what they wait for, in the order of their next turns. */
  readonly #waiting = new Map<string, (() => void)[]>();
  readonly #asker = new AsyncLocalStorage<string>();
  #free: number;

  /** @param atOnce how many turns there are at the same time */
  constructor(atOnce: number) {
    this.#free = atOnce;
  }

  /** Runs `work`, whose turns are those of `asker`: of all who wait, each has one before anybody has a second. */
  for<T>(asker: string, work: () => Promise<T>): Promise<T> {
    return this.#asker.run(asker, work);
  }

  /** Does `work` as soon as there is a turn for it. */
  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await this.#wait(this.#asker.getStore() ?? '');
    try {
      return await work();
    } finally {
      this.#pass();
    }
  }

  #wait(asker: string): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.set(asker, [...(this.#waiting.get(asker) ?? []), resolve]);
    });
  }

  /** The turn that ended is the next one's. */
  #pass(): void {
    for (const [asker, [next, ...others]] of this.#waiting) {
      this.#waiting.delete(asker);
      if (others.length > 0) this.#waiting.set(asker, others);
      next?.();
      return;
    }
    this.#free += 1;
  }
}
