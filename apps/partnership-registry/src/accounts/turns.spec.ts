import { setImmediate as later } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Turns } from './turns.js';

/** Work that goes on until it is told to end, in the order in which it began. */
class Bench {
  readonly begun: string[] = [];
  readonly #end: (() => void)[] = [];

  work(name: string): () => Promise<string> {
    return async () => {
      this.begun.push(name);
      await new Promise<void>((resolve) => this.#end.push(resolve));
      return name;
    };
  }

  /** Ends the work that began first. */
  async endOne(): Promise<void> {
    this.#end.shift()?.();
    await later();
  }
}

describe('turns', () => {
  it('are as many at once as there are, and in the order in which they were asked for', async () => {
    const [turns, bench] = [new Turns(2), new Bench()];
    const done = Promise.all(['a', 'b', 'c', 'd'].map((name) => turns.take(bench.work(name))));
    await later();
    expect(bench.begun).toEqual(['a', 'b']);
    await bench.endOne();
    expect(bench.begun).toEqual(['a', 'b', 'c']);
    for (let left = 0; left < 3; left += 1) await bench.endOne();
    expect(await done).toEqual(['a', 'b', 'c', 'd']);
  });

  it('go to each who waits before anybody has a second', async () => {
    const [turns, bench] = [new Turns(1), new Bench()];
    const one = turns.for('many', () => Promise.all(['m1', 'm2', 'm3', 'm4'].map((name) => turns.take(bench.work(name)))));
    await later();
    const others = ['x', 'y'].map((asker) => turns.for(asker, () => turns.take(bench.work(asker))));
    for (let left = 0; left < 6; left += 1) await bench.endOne();
    await Promise.all([one, ...others]);
    expect(bench.begun).toEqual(['m1', 'm2', 'x', 'y', 'm3', 'm4']);
  });

  it('come back when the work fails', async () => {
    const turns = new Turns(1);
    await expect(turns.take(() => Promise.reject(new Error('no memory')))).rejects.toThrow('no memory');
    expect(await turns.take(() => Promise.resolve('next'))).toBe('next');
  });
});
