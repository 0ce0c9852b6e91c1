import { setTimeout as pause } from 'node:timers/promises';
import { NOT_WORKING } from '../checking/recovery-rules.js';
import type { OwnProcess } from '../world/own-process.js';
import type { Scenario, Stage } from './stage.js';

/** Longest that a run waits for a supervisor which should act within 15 s, in milliseconds. */
const PATIENCE = 60_000;

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
    await stopForGood(stage, target);
  }
}

async function stopForGood(stage: Stage, target: OwnProcess): Promise<void> {
  const { pid } = target.supervised;
  const mended = stage.fault(NOT_WORKING, target.name);
  target.tell('SIGSTOP');
  const end = Date.now() + PATIENCE;
  while (Date.now() < end && (target.supervised.pid === pid || target.supervised.pid === null)) await pause(100);
  target.tell('SIGCONT');
  mended();
}

const worker = ({ part }: OwnProcess): boolean => part === 'worker';

/** Two of three faults meet relays and consumers, the third a server of requests. */
async function play(stage: Stage): Promise<void> {
  while (await stage.wait(3_000, 9_000)) {
    await harmOne(stage, stage.chance.fraction() < 0.67 ? worker : (one) => !worker(one));
  }
}

export const kills: Scenario = {
  name: 'kills', title: 'relays, consumers and servers of requests are killed and stopped at random', replicas: 1, links: false, commands: 10_000, play,
};

export const replicas: Scenario = {
  name: 'replicas', title: 'the same with two of each process', replicas: 2, links: false, commands: 2_000, play,
};
