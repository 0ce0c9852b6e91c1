import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { playJourneys, providerPlace } from '@concordat/tool-stack';
import type { Finding } from './checking/check.js';
import { Chance } from './chance.js';
import { Caller } from './commands/caller.js';
import { HistoryFile } from './history/history-file.js';
import { keepMarks } from './looking/marks.js';
import { lookAround, untilDrained } from './looking/looking.js';
import { outcomeOf, type Outcome } from './outcome.js';
import { KILLED } from './scenarios/kills.js';
import type { World } from './world/world.js';

export const JOURNEY = 'journey';

/** How often a process is killed, in milliseconds. */
const EVERY = 10_000;
/** Browsers at once. */
const BROWSERS = 4;
/** So much longer than in a test run may everything take, while processes start again. */
const PATIENCE = 6;
/** Longest time of all journeys, in milliseconds. */
const LIMIT = 60 * 60_000;

/** Journeys that ask the services themselves what no visitor asks, or look through what all the others left. */
const NOT_OF_VISITORS = 'attack|side door';

export interface JourneysOptions {
  world: World;
  on: string;
  seed: number;
  /** Titles of the journeys that are wanted; all unless given. */
  grep: string | undefined;
  folder: string;
  say: (line: string) => void;
}

export interface Journeys extends Outcome {
  passed: number;
  failed: number;
  /** How often somebody met an error page and tried again. */
  met: number;
}

/** Plays the journeys in four browsers at once while every ten seconds a process at random is killed; then reads what became of the messages. */
export async function runJourneys({ world, on, seed, grep, folder, say }: JourneysOptions): Promise<Journeys> {
  const began = Date.now();
  const path = join(folder, `${JOURNEY}-${on}-${seed}`);
  const history = new HistoryFile(`${path}.jsonl`);
  const chance = new Chance(seed);
  const databases = world.databaseOf.bind(world);
  const onStart = (target: string): void => history.write({ kind: 'restarted', at: Date.now(), target, how: 'started' });
  const provider = await providerPlace();
  await world.start({ replicas: 1, links: false, settings: provider.settings, onStart });
  const visitors = await world.startWeb(onStart);
  const over = new AbortController();
  let faults = 0;
  const kill = async (): Promise<void> => {
    while (await pause(EVERY, true, { signal: over.signal }).catch(() => false)) {
      const target = chance.one(world.processes);
      if (!target.tell('SIGKILL')) continue;
      faults += 1;
      const at = Date.now();
      history.write({ kind: 'fault', at, id: faults, what: KILLED, how: null, target: target.name }, { kind: 'mended', at, id: faults });
      say(`${target.name}: ${KILLED}`);
    }
  };
  try {
    const administrator = await Caller.open((turn) => world.addresses(turn), 'administrator');
    await untilDrained(databases);
    await keepMarks(databases);
    const since = new Date();
    history.write({ kind: 'begun', at: since.getTime(), scenario: JOURNEY, on, seed, commands: 0, replicas: 1, harms: [KILLED] });
    const killing = kill();
    const words = ['--project=desktop', '--project=phone', `--workers=${BROWSERS}`, '--grep-invert', NOT_OF_VISITORS, ...(grep === undefined ? [] : ['--grep', grep])];
    const tally = await playJourneys({ on: world.visited, file: `${path}.json`, env: { ...provider.told, CONCORDAT_E2E_PATIENCE: String(PATIENCE) }, words, limit: LIMIT });
    over.abort();
    await killing;
    history.write({ kind: 'faults-over', at: Date.now() });
    history.write({ kind: 'drained', at: await untilDrained(databases) });
    history.write(...(await lookAround(databases, administrator, since, (service) => world.auditProof(service))));
    const outcome = await outcomeOf(history.path, began);
    const journeys = tally.failures.map((text): Finding => ({ rule: 'journey', text: `${text} did not end as it should` }));
    return { ...outcome, findings: [...outcome.findings, ...journeys], passed: tally.passed, failed: tally.failed, met: visitors.met };
  } finally {
    over.abort();
    history.close();
    await visitors.close();
    await world.stopProcesses();
  }
}
