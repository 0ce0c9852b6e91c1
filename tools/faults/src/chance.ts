/** Chance that is the same for the same seed (mulberry32). */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 up to, and without, 1. */
  fraction(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from `least` to `most`, both of them possible. */
  between(least: number, most: number): number {
    return least + Math.floor(this.fraction() * (most - least + 1));
  }

  /** @throws Error for an empty list */
  one<Item>(items: readonly Item[]): Item {
    const item = items[this.between(0, items.length - 1)];
    if (item === undefined) throw new Error('There is nothing to choose from');
    return item;
  }

  /** Each of the items once, in an order by chance, and then each again: few draws meet all of them. */
  *dealt<Item>(items: readonly Item[]): Generator<Item, never> {
    for (;;) {
      const left = [...items];
      while (left.length > 0) yield* left.splice(this.between(0, left.length - 1), 1);
    }
  }

  /** A beginning of its own for something that goes on beside this. */
  branch(): Chance {
    return new Chance(this.between(0, 2 ** 31));
  }
}
