import { setTimeout as pause } from 'node:timers/promises';
import { NOT_WORKING } from '../checking/recovery-rules.js';
import { untilCommit } from '../looking/marks.js';
import { DEAF, DUMB, type OwnProcess } from '../world/own-process.js';
import type { Scenario, Stage } from './stage.js';

/** Longest that a run waits for a supervisor which should act within 15 s, in milliseconds. */
const PATIENCE = 60_000;
/** Longest that a commit is waited for, in milliseconds. */
const LONGEST_WAIT = 15_000;

/** One process at random is killed, stopped for some seconds, or stopped for good, so that somebody has to notice. */
export async function harmOne(stage: Stage, among: (process: OwnProcess) => boolean): Promise<void> {
  const target = stage.chance.one(stage.world.processes.filter(among));
  // One that has not started yet neither works nor is up.
  if (!(await target.isUp())) return;
  const dice = stage.chance.fraction();
  if (dice < 0.6) {
    const mended = stage.fault('killed with SIGKILL', target.name);
    target.tell('SIGKILL');
    mended();
  } else if (dice < 0.85) {
    const mended = stage.fault('stopped for some seconds', target.name);
    target.tell('SIGSTOP');
    await pause(stage.chance.between(1_000, 6_000));
    target.tell('SIGCONT');
    mended();
  } else {
    await notWorking(stage, target, worker(target) ? stage.chance.one(NOT_WORKING_SIGNALS) : 'SIGSTOP');
  }
}

const NOT_WORKING_SIGNALS = ['SIGSTOP', DEAF, DUMB] as const;
const WAYS = { SIGSTOP: 'it is stopped', [DEAF]: 'it answers, and takes nothing from its queues', [DUMB]: 'it answers, and sends nothing' } as const;

/** Somebody has to notice. */
async function notWorking(stage: Stage, target: OwnProcess, signal: keyof typeof WAYS): Promise<void> {
  const { pid } = target.supervised;
  const mended = stage.fault(NOT_WORKING, target.name, WAYS[signal]);
  target.tell(signal);
  const end = Date.now() + PATIENCE;
  while (Date.now() < end && (target.supervised.pid === pid || target.supervised.pid === null)) await pause(100);
  target.tell('SIGCONT');
  mended();
}

/** Services that hear others, and those whose commands write events. */
const CONSUMERS = ['jag-cases', 'referrals', 'indicators', 'notifications'] as const;
const PRODUCERS = ['partnership-registry', 'jag-cases', 'referrals'] as const;

/**
 * What is most often thought of too late: a process that is killed the moment in which it has committed. A consumer could not
 * say yet that it has had the event, which comes again; a server could not answer, and is asked again.
 */
async function killAtCommit(stage: Stage): Promise<void> {
  const consumes = stage.chance.fraction() < 0.6;
  const service = stage.chance.one(consumes ? CONSUMERS : PRODUCERS);
  if (!(await untilCommit(stage.world.databaseOf(service), consumes ? 'heard' : 'wrote', LONGEST_WAIT))) return;
  const targets = stage.world.processes.filter((one) => one.service === service && worker(one) === consumes);
  for (const target of targets) target.tell('SIGKILL');
  stage.fault(consumes ? 'killed as it had an event' : 'killed as it wrote an event', targets.map(({ name }) => name).join(', '))();
}

const worker = ({ part }: OwnProcess): boolean => part === 'worker';

/** Some faults meet a process as it commits; half of them relays and consumers at any moment, the others a server of requests. */
async function play(stage: Stage): Promise<void> {
  while (await stage.wait(3_000, 9_000)) {
    const dice = stage.chance.fraction();
    if (dice < 0.3) await killAtCommit(stage);
    else await harmOne(stage, dice < 0.75 ? worker : (one) => !worker(one));
  }
}

export const kills: Scenario = {
  name: 'kills', title: 'relays, consumers and servers of requests are killed and stopped at random', replicas: 1, links: false, commands: 10_000, play,
};

export const replicas: Scenario = {
  name: 'replicas', title: 'the same with two of each process', replicas: 2, links: false, commands: 2_000, play,
};
