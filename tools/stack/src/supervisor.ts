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
/** How long a process may not answer, in milliseconds; it is asked several times in that. */
const SILENT_FOR = 9_000;
const LOOKS = 5;
/** How soon it is asked again while it does not answer, in milliseconds. One that hangs before anybody saw it answer counts as starting. */
const LOOK_AGAIN = 500;
/** Within which one that was started has to answer, on a machine that is busy with starting everything. */
const STARTED_WITHIN = 180_000;

/** How long to wait before starting a process again that ended after `lived` milliseconds. */
export function nextWait(lastWait: number | null, lived: number): number {
  if (lastWait === null || lived >= STEADY) return FIRST_WAIT;
  return Math.min(lastWait * 2, LONGEST_WAIT);
}

export interface Watching {
  /** Whether the process answers. One that no longer does, or never begins to, is ended and started again. */
  isLive?: () => Promise<boolean>;
  /** In place of the usual time without an answer, in milliseconds. */
  silentFor?: number;
  /** Called for every process that is started. */
  onStart?: () => void;
}

/** Keeps a process running: starts it again, later each time, until it is stopped. One that hangs counts as ended. */
export class Supervised {
  #child: ChildProcess | null = null;
  #timer: NodeJS.Timeout | null = null;
  #stopping = false;
  #wait: number | null = null;
  #endsBeforeReady = 0;
  #ready = false;
  #watch: NodeJS.Timeout | null = null;
  #answered = false;

  constructor(
    readonly program: Program,
    private readonly note: (text: string) => void,
    private readonly watching: Watching = {},
  ) {}

  start(): void {
    const began = Date.now();
    const child = startProgram(this.program);
    this.#child = child;
    this.watching.onStart?.();
    this.#watchOver(child);
    child.once('error', () => this.#hasEnded(`could not be started`, 0));
    child.once('exit', (code, signal) => this.#hasEnded(signal === null ? `ended with status ${code}` : `was ended by ${signal}`, Date.now() - began));
  }

  /** Ends a process that does not answer: it is stopped, or its threads wait for each other. */
  #watchOver(child: ChildProcess): void {
    const { isLive, silentFor = SILENT_FOR } = this.watching;
    if (isLive === undefined) return;
    // Until it has answered once, it starts.
    let silentAfter = Date.now() + STARTED_WITHIN;
    this.#answered = false;
    const look = async (): Promise<void> => {
      const answers = await isLive();
      if (hasEnded(child) || this.#stopping) return;
      if (answers) {
        silentAfter = Date.now() + silentFor;
        this.#answered = true;
      } else if (Date.now() >= silentAfter) {
        this.note(`${this.program.name} does not answer; it is ended (${this.program.log})`);
        this.#wait = null;
        child.kill('SIGKILL');
        return;
      }
      lookIn(answers ? silentFor / LOOKS : Math.min(LOOK_AGAIN, silentFor / LOOKS));
    };
    const lookIn = (milliseconds: number): void => {
      this.#watch = setTimeout(() => void look(), milliseconds);
    };
    lookIn(LOOK_AGAIN);
  }

  #endWatch(): void {
    if (this.#watch !== null) clearTimeout(this.#watch);
    this.#watch = null;
    this.#answered = false;
  }

  #hasEnded(how: string, lived: number): void {
    this.#endWatch();
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

  /** Whether the process that runs now has answered: from then on it is missed when it does not. */
  get hasAnswered(): boolean {
    return this.alive && this.#answered;
  }

  /** Of the process that runs now; null while none does. */
  get pid(): number | null {
    return this.alive ? (this.#child?.pid ?? null) : null;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#endWatch();
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (this.#child !== null) await stopChild(this.#child, this.program.stopSignal);
  }
}

/** Whether an address answers 200 within a time in milliseconds. */
export async function answersOk(url: string, within = 3_000): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(within) });
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    return false;
  }
}
