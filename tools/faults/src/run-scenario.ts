import { join } from 'node:path';
import { Chance } from './chance.js';
import { Caller } from './commands/caller.js';
import { findPlace, type People } from './commands/desk.js';
import { giveCommands } from './commands/load.js';
import { HistoryFile } from './history/history-file.js';
import { keepMarks } from './looking/marks.js';
import { lookAround, rows, untilDrained } from './looking/looking.js';
import { outcomeOf, type Outcome } from './outcome.js';
import { Stage, type Scenario } from './scenarios/stage.js';
import type { World } from './world/world.js';

export interface RunOptions {
  scenario: Scenario;
  world: World;
  on: string;
  seed: number;
  commands: number;
  /** Where histories are kept. */
  folder: string;
  /** Says what happens, as it happens. */
  say: (line: string) => void;
}

/** Longest that commands go on for harms that were not done, once enough were acknowledged, in milliseconds. */
const MOST_MORE = 300_000;

/** Plays a scenario in a world of its own, while commands are given; then reads its history. */
export async function runScenario({ scenario, world, on, seed, commands, folder, say }: RunOptions): Promise<Outcome> {
  const began = Date.now();
  const history = new HistoryFile(join(folder, `${scenario.name}-${on}-${seed}.jsonl`));
  const chance = new Chance(seed);
  const databases = world.databaseOf.bind(world);
  if (world.processes.length === 0) await world.start({
    replicas: scenario.replicas,
    links: scenario.links,
    onStart: (target) => history.write({ kind: 'restarted', at: Date.now(), target, how: 'started' }),
  });
  try {
    const { people, choosers } = await openPeople(world);
    const place = await findPlace(people);
    if ((await untilDrained(databases)) === null) throw new Error('Messages waited before there was any fault');
    await keepMarks(databases);
    const since = new Date();
    history.write({ kind: 'begun', at: since.getTime(), scenario: scenario.name, on, seed, commands, replicas: scenario.replicas, harms: [...scenario.harms] }, ...(await rows(databases, 'before')));

    const over = new AbortController();
    const stage = new Stage(world, chance.branch(), over.signal, people.administrator, history, (what) => say(what), commands, scenario.harms);
    const played = scenario.play(stage);
    const onProgress = (acknowledged: number): void => {
      stage.acknowledged(acknowledged);
      say(`${acknowledged} commands acknowledged after ${((Date.now() - since.getTime()) / 1000).toFixed(0)} s`);
    };
    let enoughAt: number | null = null;
    const goesOn = (): boolean => {
      enoughAt ??= Date.now();
      return !stage.didAll && Date.now() - enoughAt < MOST_MORE;
    };
    const given = giveCommands({ people, choosers, place, commands, goesOn, chance: chance.branch(), history, onProgress }).finally(() => over.abort());
    await Promise.all([given, played]);
    history.write({ kind: 'faults-over', at: Date.now() });
    history.write({ kind: 'drained', at: await untilDrained(databases) });
    history.write(...(await rows(databases, 'after')), ...(await lookAround(databases, people.administrator, since, (service) => world.auditProof(service))));
  } finally {
    history.close();
    await world.stopProcesses();
  }
  return outcomeOf(history.path, began);
}

/** Clients at a time, each with a person whose preference it changes. */
const CHOOSERS = ['administrator', 'leadOfficer', 'officer', 'outreachWorker', 'coordinator', 'manager', 'outreachManager', 'safeguardingLead'] as const;

async function openPeople(world: World): Promise<{ people: People; choosers: Caller[] }> {
  const choosers = await Promise.all(CHOOSERS.map((key) => Caller.open((turn) => world.addresses(turn, (one) => !one.isOther), key)));
  const of = (key: (typeof CHOOSERS)[number]): Caller => {
    const caller = choosers[CHOOSERS.indexOf(key)];
    if (caller === undefined) throw new Error(`${key} is not signed in`);
    return caller;
  };
  return { choosers, people: { administrator: of('administrator'), leadOfficer: of('leadOfficer'), officer: of('officer'), outreachWorker: of('outreachWorker') } };
}
