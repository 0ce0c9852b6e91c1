import { CannotRun } from '@concordat/tool-stack';
import { JOURNEY } from './run-journeys.js';
import { upgrade } from './scenarios/upgrade.js';

/** What was asked of a run. */
export interface Asked {
  names: readonly string[];
  before?: string | undefined;
  commands?: number | undefined;
  grep?: string | undefined;
}

/** Not among those that follow each other. */
export const ALONE: readonly string[] = [upgrade.name, JOURNEY];

/**
 * The one of {@link ALONE} that is asked for.
 *
 * @throws CannotRun for names that do not go together, and for an option that means nothing to what is asked for
 */
export function aloneOf({ names, before, commands, grep }: Asked): string | undefined {
  const [alone] = names.filter((name) => ALONE.includes(name));
  if (alone !== undefined && names.length > 1) throw new CannotRun(`${alone} runs alone.`, `npm run faults -- ${alone}`);
  if ((alone === upgrade.name) !== (before !== undefined)) throw new CannotRun('upgrade, and nothing else, wants a copy of the version before.', 'git worktree add ../before TAG && (cd ../before && npm ci && npm run build), then --before ../before');
  if (grep !== undefined && alone !== JOURNEY) throw new CannotRun('--grep chooses journeys, and nothing else has any.', `npm run faults -- ${JOURNEY} --grep TITLE`);
  if (commands !== undefined && alone === JOURNEY) throw new CannotRun('Journeys are played to their ends: --commands means nothing to them.', 'Leave it out.');
  return alone;
}
