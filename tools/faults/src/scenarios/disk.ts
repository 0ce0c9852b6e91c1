import { setTimeout as pause } from 'node:timers/promises';
import type { Scenario, Stage } from './stage.js';

const FULL = 'full';
/** How long the disk is full, in milliseconds: sometimes the databases end meanwhile, and sometimes they only refuse. */
const HOW_LONG = [6_000, 30_000] as const;

/** Nothing can be written for some time: databases, queues and logs are on the disk that is full. Then there is room again. */
async function play(stage: Stage): Promise<void> {
  while (await stage.wait(6_000, 15_000)) {
    const mended = stage.fault(FULL, 'the disk');
    await stage.world.fillDisk();
    await pause(stage.chance.between(...HOW_LONG));
    await stage.world.makeRoom();
    mended();
  }
}

export const disk: Scenario = {
  name: 'disk', title: 'the disk is full', replicas: 1, links: false, smallDisk: true, commands: 1_000, harms: [FULL], play,
};
