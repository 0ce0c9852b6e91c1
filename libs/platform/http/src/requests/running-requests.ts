import { ProblemError } from '@concordat/platform-errors';

/**
 * Handlers that are at work. The server counts connections; a handler goes on when its client has gone away, or after
 * the answer "took too long", and must not find what it uses closed in the middle.
 */
export class RunningRequests {
  readonly #running = new Set<Promise<unknown>>();
  #stopping = false;

  async track<T>(work: Promise<T>): Promise<T> {
    this.#running.add(work);
    try {
      return await work;
    } finally {
      this.#running.delete(work);
    }
  }

  /** From now on requests that still come, on connections that are kept, are refused. */
  stop(): void {
    this.#stopping = true;
  }

  /** @throws ProblemError 503 `stopping` */
  refuseWhenStopping(): void {
    if (this.#stopping) throw new ProblemError({ status: 503, code: 'stopping', title: 'The service is stopping. Try again in a moment.' });
  }

  /** Resolves when nothing is at work any more. */
  async finished(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }
}
