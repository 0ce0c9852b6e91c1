import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

const traces = new AsyncLocalStorage<string>();

/** Runs `work` with the correlation id of the request or message that began it; every log line in it carries the id. */
export function runWithTrace<T>(trace: string, work: () => T): T {
  return traces.run(trace, work);
}

/** The correlation id of what runs now; outside {@link runWithTrace} a new one. */
export function currentTrace(): string {
  return traces.getStore() ?? newTrace();
}

/** The correlation id of what runs now, or null outside {@link runWithTrace}. */
export function openTrace(): string | null {
  return traces.getStore() ?? null;
}

export function newTrace(): string {
  return randomUUID();
}
