/** Times in milliseconds, as they are told. */
export interface Measured {
  median: number;
  min: number;
  max: number;
  p95: number;
  p99: number;
}

/** @param times at least one */
export function measured(times: readonly number[]): Measured {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { median: at(0.5), min: at(0), max: at(1), p95: at(0.95), p99: at(0.99) };
}

export interface Contender {
  name: string;
  /** Does the work once; answers how long what is compared took, in milliseconds. */
  once: () => Promise<number>;
}

/** Lets each do its work in turn (A B C A B C …): `warmUp` rounds that do not count, then `rounds` that do. */
export async function inTurn(contenders: readonly Contender[], { warmUp, rounds }: { warmUp: number; rounds: number }): Promise<Map<string, Measured>> {
  const times = new Map(contenders.map(({ name }) => [name, new Array<number>()]));
  for (let round = -warmUp; round < rounds; round += 1) {
    for (const { name, once } of contenders) {
      const ms = await once();
      if (round >= 0) times.get(name)?.push(ms);
    }
  }
  return new Map([...times].map(([name, list]) => [name, measured(list)]));
}

export const inWords = ({ median, min, max, p95, p99 }: Measured): string =>
  `median ${median.toFixed(2)} ms (min ${min.toFixed(2)}, max ${max.toFixed(2)}), p95 ${p95.toFixed(2)}, p99 ${p99.toFixed(2)}`;
