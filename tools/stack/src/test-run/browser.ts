import { CannotRun } from '../failure.js';
import { isProgram, onPath } from '../redis-program.js';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * The browser that journeys are played in: the one that `CHROMIUM_PATH` names, or the machine's.
 *
 * @throws CannotRun when there is none
 */
export function browserProgram(env: Readonly<Record<string, string | undefined>>): string {
  const named = env['CHROMIUM_PATH'];
  if (named === undefined || named === '') {
    const found = onPath(NAMES, env['PATH']);
    if (found === null) throw new CannotRun('web-e2e: there is no chromium on this machine, in which the journeys are played.', 'Install it (on Debian: sudo apt-get install chromium), or name one with CHROMIUM_PATH.');
    return found;
  }
  if (!isProgram(named)) throw new CannotRun(`web-e2e: CHROMIUM_PATH is ${named}, which is no program.`, 'Name a chromium, or leave it out to use the one that is installed.');
  return named;
}
