import { setTimeout as pause } from 'node:timers/promises';

/**
 * Runs `attempt` until it no longer throws, and answers what it returns: for what happens in another process or after
 * a queue. Fails with the last error after `milliseconds`.
 */
export async function eventually<T>(attempt: () => T | Promise<T>, milliseconds = 10_000): Promise<T> {
  const end = Date.now() + milliseconds;
  let wait = 10;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() + wait > end) throw error;
    }
    await pause(wait);
    wait = Math.min(wait * 2, 250);
  }
}
