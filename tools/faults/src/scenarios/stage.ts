import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Chance } from '../chance.js';
import type { Caller } from '../commands/caller.js';
import type { HistoryFile } from '../history/history-file.js';
import { harmOf } from '../history/lines.js';
import { untilDrained } from '../looking/looking.js';
import type { World } from '../world/world.js';

/** Tries of a message go on for some two minutes before it fails for good; in milliseconds. */
const SETTLED_WITHIN = 300_000;

/** How long commands go on once each harm was done, in milliseconds. */
const AFTERWARDS = 3_000;

/** Where a scenario plays: what it may harm, by whose chance, and until when. */
export class Stage {
  #faults = 0;
  #acknowledged = 0;
  readonly #undone: Set<string>;
  #lastDoneAt = 0;

  constructor(
    readonly world: World,
    readonly chance: Chance,
    /** Ends when enough commands were acknowledged. */
    private readonly over: AbortSignal,
    /** Somebody of the partnership who may look at its messages. */
    readonly administrator: Caller,
    private readonly history: HistoryFile,
    readonly say: (what: string) => void,
    /** Commands that are to be acknowledged. */
    private readonly commands: number,
    /** Harms of the scenario. */
    harms: readonly string[],
  ) {
    this.#undone = new Set(harms);
  }

  /** Whether each harm was done at least once, and commands were given for a while after the last of them. */
  get didAll(): boolean {
    return this.#undone.size === 0 && Date.now() >= this.#lastDoneAt + AFTERWARDS;
  }

  acknowledged(count: number): void {
    this.#acknowledged = count;
  }

  /** Until about this part of the commands was acknowledged, or it is over. */
  async untilPart(part: number): Promise<void> {
    while (this.#acknowledged < part * this.commands && (await this.wait(100, 200)));
  }

  /** Writes down that a fault begins. @returns writes down that it is over */
  fault(what: string, target: string, how: string | null = null): () => void {
    const id = (this.#faults += 1);
    const harm = harmOf({ what, how });
    this.history.write({ kind: 'fault', at: Date.now(), id, what, how, target });
    this.say(`${target}: ${harm}`);
    return () => {
      this.history.write({ kind: 'mended', at: Date.now(), id });
      if (this.#undone.delete(harm)) this.#lastDoneAt = Date.now();
    };
  }

  /** Until every message was taken, or failed for good and waits for a person. */
  async settled(): Promise<void> {
    await untilDrained(this.world.databaseOf.bind(this.world), SETTLED_WITHIN);
  }

  /** Waits so many milliseconds, or until it is over. @returns whether it goes on */
  wait(least: number, most: number): Promise<boolean> {
    return pause(this.chance.between(least, most), true, { signal: this.over }).catch(() => false);
  }

  async untilOver(): Promise<void> {
    if (!this.over.aborted) await once(this.over, 'abort');
  }
}

/** Faults of one kind, while commands are given. */
export interface Scenario {
  name: string;
  /** What happens, in a sentence. */
  title: string;
  replicas: number;
  /** Whether each process reaches its servers by ways of its own, which can be broken. */
  links: boolean;
  /** Whether all that is written is on a disk of the run's own, which can be full. */
  smallDisk?: boolean;
  /** Commands to be acknowledged at least, unless somebody says otherwise. */
  commands: number;
  /** Kinds of faults, as {@link harmOf} names them: commands are given until there was each of them. */
  harms: readonly string[];
  /** Harms until the stage is over, and mends what it did before it resolves. */
  play(stage: Stage): Promise<void>;
}
