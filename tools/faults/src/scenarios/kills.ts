import { setTimeout as pause } from 'node:timers/promises';
import type { ServiceName } from '@concordat/contracts-protocol';
import { NOT_WORKING } from '../checking/recovery-rules.js';
import type { Chance } from '../chance.js';
import { harmOf } from '../history/lines.js';
import { untilCommit } from '../looking/marks.js';
import { DEAF, DUMB, type OwnProcess } from '../world/own-process.js';
import type { Scenario, Stage } from './stage.js';

/** Longest that a run waits for a supervisor which should act within 15 s, in milliseconds. */
const PATIENCE = 60_000;
/** Longest that a commit is waited for, or a process that starts, in milliseconds. */
const LONGEST_WAIT = 15_000;

export const KILLED = 'killed with SIGKILL';

/** A process that is killed at any moment, stopped for some seconds, or up and not working, so that somebody has to notice. */
interface Strike {
  what: string;
  how: string | null;
  /** Whether a worker alone can be harmed so. */
  ofWorkers: boolean;
  /** @param milliseconds that something is stopped for, where it is for a while */
  harm: (target: OwnProcess, milliseconds: number) => Promise<void> | void;
}

/**
 * What is most often thought of too late: a process that is killed the moment in which it has committed. A consumer could not
 * say yet that it has had the event, which comes again; a server could not answer, and is asked again.
 */
interface AtCommit {
  what: string;
  how: null;
  commit: 'heard' | 'wrote';
  /** Services that hear others, or those whose commands write events. */
  of: readonly ServiceName[];
}

const killed: Strike = { what: KILLED, how: null, ofWorkers: false, harm: (target) => void target.tell('SIGKILL') };
const stopped: Strike = {
  what: 'stopped for some seconds', how: null, ofWorkers: false,
  harm: async (target, milliseconds) => {
    target.tell('SIGSTOP');
    await pause(milliseconds);
    target.tell('SIGCONT');
  },
};
const hearing: AtCommit = { what: 'killed as it had an event', how: null, commit: 'heard', of: ['jag-cases', 'referrals', 'indicators', 'notifications'] };
const writing: AtCommit = { what: 'killed as it wrote an event', how: null, commit: 'wrote', of: ['partnership-registry', 'jag-cases', 'referrals'] };

function notWorking(how: string, signal: Parameters<OwnProcess['tell']>[0], ofWorkers: boolean): Strike {
  return {
    what: NOT_WORKING, how, ofWorkers,
    harm: async (target) => {
      const { pid } = target.supervised;
      target.tell(signal);
      const end = Date.now() + PATIENCE;
      while (Date.now() < end && (target.supervised.pid === pid || target.supervised.pid === null)) await pause(100);
      target.tell('SIGCONT');
    },
  };
}

const EACH: readonly (Strike | AtCommit)[] = [
  killed, stopped, hearing, writing,
  notWorking('it is stopped', 'SIGSTOP', false),
  notWorking('it answers, and takes nothing from its queues', DEAF, true),
  notWorking('it answers, and sends nothing', DUMB, true),
];
/** What it takes long to notice is done less often. */
const OFTEN = [...EACH, killed, killed, killed, killed, stopped, hearing, hearing, writing];

type Harmed = Pick<OwnProcess, 'service' | 'part'>;

/** A fault, with nothing left to chance. */
export type Chosen<Process extends Harmed> = { harm: Strike; target: Process; milliseconds: number } | { harm: AtCommit; service: ServiceName; targets: readonly Process[] };

/**
 * Faults without end, each kind of them once before any comes again; which, is a matter of the seed alone. Of ten processes
 * that are harmed at any moment, some six are relays and consumers.
 */
export function* chosenFaults<Process extends Harmed>(chance: Chance, processes: readonly Process[]): Generator<Chosen<Process>, never> {
  const [first, more] = [chance.dealt(EACH), chance.dealt(OFTEN)];
  for (let count = 0; ; count += 1) {
    const harm = (count < EACH.length ? first : more).next().value;
    if ('commit' in harm) {
      const service = chance.one(harm.of);
      yield { harm, service, targets: processes.filter((one) => one.service === service && isWorker(one) === (harm.commit === 'heard')) };
    } else {
      const ofWorkers = harm.ofWorkers || chance.fraction() < 0.6;
      yield { harm, target: chance.one(processes.filter((one) => isWorker(one) === ofWorkers)), milliseconds: chance.between(1_000, 6_000) };
    }
  }
}

const isWorker = ({ part }: Harmed): boolean => part === 'worker';

async function play(stage: Stage): Promise<void> {
  const faults = chosenFaults(stage.chance, stage.world.processes);
  while (await stage.wait(3_000, 9_000)) {
    const chosen = faults.next().value;
    if ('service' in chosen) await killAtCommit(stage, chosen.harm, chosen.service, chosen.targets);
    else await strike(stage, chosen.harm, chosen.target, chosen.milliseconds);
  }
}

async function killAtCommit(stage: Stage, { what, commit }: AtCommit, service: ServiceName, targets: readonly OwnProcess[]): Promise<void> {
  if (!(await untilCommit(stage.world.databaseOf(service), commit, LONGEST_WAIT))) return;
  for (const target of targets) target.tell('SIGKILL');
  stage.fault(what, targets.map(({ name }) => name).join(', '))();
}

async function strike(stage: Stage, { what, how, harm }: Strike, target: OwnProcess, milliseconds: number): Promise<void> {
  if (!(await isUp(target))) return;
  const mended = stage.fault(what, target.name, how);
  await harm(target, milliseconds);
  mended();
}

/** One that has not started yet neither works nor is up: it is waited for, until who watches it has seen it work. */
async function isUp(target: OwnProcess): Promise<boolean> {
  const end = Date.now() + LONGEST_WAIT;
  while (!target.supervised.hasAnswered) {
    if (Date.now() > end) return false;
    await pause(100);
  }
  return true;
}

const harms = EACH.map(harmOf);

export const kills: Scenario = {
  name: 'kills', title: 'relays, consumers and servers of requests are killed and stopped at random', replicas: 1, links: false, commands: 10_000, harms, play,
};

export const replicas: Scenario = {
  name: 'replicas', title: 'the same with two of each process', replicas: 2, links: false, commands: 2_000, harms, play,
};
