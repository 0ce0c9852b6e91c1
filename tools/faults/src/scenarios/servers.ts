import { setTimeout as pause } from 'node:timers/promises';
import type { QueueServers } from '../world/queue-servers.js';
import type { Scenario, Stage } from './stage.js';

/** How long servers are away, in milliseconds. */
const AWAY = [1_000, 10_000] as const;

/** Redis is killed and comes back, or loses everything while it runs. */
const TO_REDIS: readonly { what: string; harm: (queues: QueueServers, away: number) => Promise<void> }[] = [
  { what: 'emptied with FLUSHALL', harm: (queues) => queues.empty() },
  {
    what: 'killed with SIGKILL',
    harm: async (queues, away) => {
      await queues.kill();
      await pause(away);
      await queues.comeBack();
    },
  },
];

async function harmRedis(stage: Stage): Promise<void> {
  const harms = stage.chance.dealt(TO_REDIS);
  while (await stage.wait(5_000, 15_000)) {
    const { what, harm } = harms.next().value;
    const away = stage.chance.between(...AWAY);
    const mended = stage.fault(what, 'Redis');
    await harm(stage.world.queues, away);
    mended();
  }
}

const STOPPED = 'stopped with -m immediate';

/** PostgreSQL is ended as a power cut would end it, and recovers from its log. */
async function harmPostgres(stage: Stage): Promise<void> {
  while (await stage.wait(8_000, 20_000)) {
    const mended = stage.fault(STOPPED, 'PostgreSQL');
    await stage.world.crashDatabase();
    await pause(stage.chance.between(...AWAY));
    await stage.world.restoreDatabase();
    mended();
  }
}

export const redis: Scenario = {
  name: 'redis', title: 'Redis is killed, and emptied', replicas: 1, links: false, commands: 1_000, harms: TO_REDIS.map(({ what }) => what), play: harmRedis,
};

export const postgres: Scenario = {
  name: 'postgres', title: `PostgreSQL is ${STOPPED}`, replicas: 1, links: false, commands: 1_000, harms: [STOPPED], play: harmPostgres,
};
