import type { ServiceName } from '@concordat/contracts-protocol';
import { answersOk, Supervised, type Program } from '@concordat/tool-stack';
import type { Proxy } from '../links/proxy.js';

export type Part = 'main' | 'worker';

/** Ways of one process to its servers; none of the run's processes shares one. */
export interface Links {
  postgres: Proxy;
  /** To each Redis, by the port that the others know; none where sentinels tell where it is. */
  redis: ReadonlyMap<number, Proxy>;
}

/** A worker's command, by which a part of it works no more once it is told {@link DEAF} or {@link DUMB}. */
export function brokenOnSignal([node = '', ...words]: readonly string[]): string[] {
  return [node, '--import', new URL('./broken-on-signal.js', import.meta.url).href, ...words];
}

/** Leaves a worker up, and has it take nothing from its queues any more. */
export const DEAF = 'SIGUSR2';
/** The same, and has its relay send nothing any more. */
export const DUMB = 'SIGURG';

/** A process of a service with the product's own supervision, which the run may harm. */
export class OwnProcess {
  readonly supervised: Supervised;

  constructor(
    readonly service: ServiceName | 'web',
    readonly part: Part,
    /** Among those of the same service and part; the first that serves has the address that other services know. */
    readonly number: number,
    /** e.g. `worker 1 of jag-cases`. */
    readonly name: string,
    readonly address: string,
    program: Program,
    readonly links: Links | null,
    onStart: (name: string) => void,
    /** Of another version than this. */
    readonly isOther = false,
  ) {
    this.supervised = new Supervised({ ...program, name }, () => undefined, {
      isLive: () => this.isUp(),
      onStart: () => onStart(name),
    });
  }

  isUp(): Promise<boolean> {
    return answersOk(`${this.address}/health/live`);
  }

  untilReady(): Promise<void> {
    return this.supervised.untilReady(() => answersOk(`${this.address}/health/ready`), 180_000);
  }

  /** @returns whether there was a process to tell */
  tell(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT' | typeof DEAF | typeof DUMB): boolean {
    const { pid } = this.supervised;
    if (pid === null) return false;
    try {
      process.kill(pid, signal);
      return true;
    } catch {
      return false;
    }
  }

  async stop(): Promise<void> {
    // One that is stopped would not hear that it is to end.
    this.tell('SIGCONT');
    await this.supervised.stop();
    if (this.links === null) return;
    for (const way of [this.links.postgres, ...this.links.redis.values()]) await way.close();
  }
}
