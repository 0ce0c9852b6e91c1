import { setTimeout as pause } from 'node:timers/promises';
import type { Chance } from '../chance.js';
import type { HistoryFile } from '../history/history-file.js';
import type { World } from '../world/world.js';

/** Where a scenario plays: what it may harm, by whose chance, and until when. */
export class Stage {
  #faults = 0;

  constructor(
    readonly world: World,
    readonly chance: Chance,
    /** Ends when enough commands were acknowledged. */
    readonly over: AbortSignal,
    private readonly history: HistoryFile,
    private readonly say: (what: string) => void,
  ) {}

  /** Writes down that a fault begins. @returns writes down that it is over */
  fault(what: string, target: string): () => void {
    const id = (this.#faults += 1);
    this.history.write({ kind: 'fault', at: Date.now(), id, what, target });
    this.say(`${target}: ${what}`);
    return () => this.history.write({ kind: 'mended', at: Date.now(), id });
  }

  /** Waits so many milliseconds, or until it is over. */
  async wait(least: number, most: number): Promise<void> {
    await pause(this.chance.between(least, most), undefined, { signal: this.over }).catch(() => undefined);
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
  /** Commands to be acknowledged, unless somebody says otherwise. */
  commands: number;
  /** Harms until the stage is over, and mends what it did before it resolves. */
  play(stage: Stage): Promise<void>;
}
