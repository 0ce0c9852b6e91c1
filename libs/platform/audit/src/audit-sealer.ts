import { Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { givingUpSilence, SILENT_FOR } from '@concordat/platform-persistence';
import { Pool } from 'pg';
import { sealEntries, type SealingAs } from './seal-entries.js';

/** Seals new entries on an interval, in every process of a service: one at a time seals, the others find nothing to do. */
export class AuditSealer implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #pool: Pool;
  readonly #log = new Logger(AuditSealer.name);
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> = Promise.resolve();

  /** @param everyMs milliseconds between two rounds */
  constructor(
    relayUrl: string,
    private readonly as: SealingAs,
    private readonly everyMs: number,
  ) {
    this.#pool = new Pool({ connectionString: relayUrl, max: 1, idleTimeoutMillis: 1_000, application_name: 'audit-sealer', stream: givingUpSilence(SILENT_FOR) });
    // Without a listener the server's closing of an idle connection would end the process.
    this.#pool.on('error', (error) => this.#log.warn(error));
    // One that is in use tells of its end as well.
    this.#pool.on('connect', (client) => client.on('error', () => undefined));
  }

  onApplicationBootstrap(): void {
    this.#next();
  }

  /** Seals what is left, then stops. */
  async onApplicationShutdown(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    await this.#running;
    await this.#round();
    await this.#pool.end();
  }

  /** Seals what is not sealed. @returns how many entries */
  async seal(): Promise<number> {
    const client = await this.#pool.connect();
    try {
      return await sealEntries(client, this.as);
    } finally {
      client.release();
    }
  }

  #next(): void {
    this.#timer = setTimeout(() => {
      this.#running = this.#round().then(() => {
        if (this.#timer) this.#next();
      });
    }, this.everyMs);
    this.#timer.unref();
  }

  async #round(): Promise<void> {
    try {
      await this.seal();
    } catch (error) {
      this.#log.error(error);
    }
  }
}
