import type { ChildProcess } from 'node:child_process';
import { CannotRun } from './failure.js';
import { hasEnded, lastLines, startProgram, stopChild, type Program } from './processes.js';

/** Milliseconds before a process is started again, doubled with each end that follows soon. */
const FIRST_WAIT = 500;
const LONGEST_WAIT = 30_000;
/** A process that lived this long has recovered: the next wait is the first again. */
const STEADY = 60_000;
/** Ends before it was ever ready, after which starting is given up. */
const PATIENCE = 3;

/** How long to wait before starting a process again that ended after `lived` milliseconds. */
export function nextWait(lastWait: number | null, lived: number): number {
  if (lastWait === null || lived >= STEADY) return FIRST_WAIT;
  return Math.min(lastWait * 2, LONGEST_WAIT);
}

/** Keeps a process running: starts it again, later each time, until it is stopped. */
export class Supervised {
  #child: ChildProcess | null = null;
  #timer: NodeJS.Timeout | null = null;
  #stopping = false;
  #wait: number | null = null;
  #endsBeforeReady = 0;
  #ready = false;

  constructor(
    readonly program: Program,
    private readonly note: (text: string) => void,
  ) {}

  start(): void {
    const began = Date.now();
    const child = startProgram(this.program);
    this.#child = child;
    child.once('error', () => this.#hasEnded(`could not be started`, 0));
    child.once('exit', (code, signal) => this.#hasEnded(signal === null ? `ended with status ${code}` : `was ended by ${signal}`, Date.now() - began));
  }

  #hasEnded(how: string, lived: number): void {
    if (this.#stopping) return;
    if (!this.#ready) this.#endsBeforeReady += 1;
    this.#wait = nextWait(this.#wait, lived);
    if (this.#ready) this.note(`${this.program.name} ${how}; it starts again in ${this.#wait / 1000} s (${this.program.log})`);
    this.#timer = setTimeout(() => this.start(), this.#wait);
  }

  /** Waits until `isReady` answers true; gives up when the process has ended several times, or after `milliseconds`. */
  async untilReady(isReady: () => Promise<boolean>, milliseconds: number): Promise<void> {
    const end = Date.now() + milliseconds;
    while (!(await isReady())) {
      if (this.#stopping) throw new Error('Stopped');
      if (this.#endsBeforeReady >= PATIENCE || Date.now() > end) {
        const why = this.#endsBeforeReady >= PATIENCE ? 'ends as soon as it starts' : `was not ready after ${milliseconds / 1000} s`;
        throw new CannotRun(`${this.program.name} ${why}. Its last words:\n\n${await lastLines(this.program.log)}\n`, `All of them are in ${this.program.log}`);
      }
      await new Promise((woken) => setTimeout(woken, 100));
    }
    this.#ready = true;
  }

  get alive(): boolean {
    return this.#child !== null && !hasEnded(this.#child);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (this.#child !== null) await stopChild(this.#child, this.program.stopSignal);
  }
}

/** Whether an address answers 200. */
export async function answersOk(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(3000) });
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    return false;
  }
}
