import { setTimeout as elapsed } from 'node:timers/promises';

const WITHIN_MS = 20_000;
const EVERY_MS = 60;

/** Looks until there is something: what one service wrote, another hears of moments later. */
export async function until<T>(what: string, look: () => Promise<T | null | undefined>): Promise<T> {
  const end = Date.now() + WITHIN_MS;
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined) return found;
    if (Date.now() > end) throw new Error(`Waited ${WITHIN_MS / 1000} s in vain: ${what}`);
    await elapsed(EVERY_MS);
  }
}
