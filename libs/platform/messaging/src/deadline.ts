import { setTimeout as pause } from 'node:timers/promises';

/** @throws Error when `work` has not ended within so many milliseconds; it may go on */
export async function withDeadline(work: Promise<unknown>, milliseconds: number): Promise<void> {
  const done = new AbortController();
  const late = pause(milliseconds, undefined, { signal: done.signal }).then(
    () => Promise.reject(new Error('no answer in time')),
    () => undefined,
  );
  try {
    await Promise.race([work, late]);
  } finally {
    done.abort();
  }
}
