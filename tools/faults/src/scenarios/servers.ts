import { setTimeout as pause } from 'node:timers/promises';
import type { Scenario, Stage } from './stage.js';

/** How long servers are away, in milliseconds. */
const AWAY = [1_000, 10_000] as const;

/** Redis is killed and comes back, or loses everything while it runs. */
async function harmRedis(stage: Stage): Promise<void> {
  const { queues } = stage.world;
  while (await stage.wait(5_000, 15_000)) {
    if (stage.chance.fraction() < 0.5) {
      const mended = stage.fault('emptied with FLUSHALL', 'Redis');
      await queues.empty();
      mended();
    } else {
      const mended = stage.fault('killed with SIGKILL', 'Redis');
      await queues.kill();
      await pause(stage.chance.between(...AWAY));
      await queues.comeBack();
      mended();
    }
  }
}

/** PostgreSQL is ended as a power cut would end it, and recovers from its log. */
async function harmPostgres(stage: Stage): Promise<void> {
  while (await stage.wait(8_000, 20_000)) {
    const mended = stage.fault('stopped with -m immediate', 'PostgreSQL');
    await stage.world.crashDatabase();
    await pause(stage.chance.between(...AWAY));
    await stage.world.restoreDatabase();
    mended();
  }
}

export const redis: Scenario = {
  name: 'redis', title: 'Redis is killed, and emptied', replicas: 1, links: false, commands: 1_000, play: harmRedis,
};

export const postgres: Scenario = {
  name: 'postgres', title: 'PostgreSQL is stopped with -m immediate', replicas: 1, links: false, commands: 1_000, play: harmPostgres,
};
