import { setTimeout as pause } from 'node:timers/promises';
import type { Proxy } from '../links/proxy.js';
import type { OwnProcess } from '../world/own-process.js';
import type { Scenario, Stage } from './stage.js';

/** Ways in which a link is bad; each ends when it is mended, but for what a half-open one has lost. */
const HARMS: readonly { what: string; harm: (link: Proxy, stage: Stage) => void }[] = [
  { what: 'cut', harm: (link) => link.cut() },
  { what: 'silent', harm: (link) => link.silence() },
  { what: 'slow', harm: (link, { chance }) => link.slow(chance.between(100, 800)) },
  { what: 'half open', harm: (link) => link.halfOpen() },
];

/** The way of one process to one of its servers is bad for some seconds; or of all to a Redis that tells its own address. */
async function play(stage: Stage): Promise<void> {
  while (await stage.wait(2_000, 6_000)) {
    const [name, link] = stage.chance.one(waysFrom(stage, stage.chance.one(stage.world.processes)));
    const { what, harm } = stage.chance.one(HARMS);
    const mended = stage.fault(what, name);
    harm(link, stage);
    await pause(stage.chance.between(2_000, 12_000));
    link.mend();
    mended();
  }
}

function waysFrom({ world, chance }: Stage, { name, links: own }: OwnProcess): (readonly [string, Proxy])[] {
  if (own === null) throw new Error('The processes have no links of their own');
  const toPostgres = [`the link from ${name} to PostgreSQL`, own.postgres] as const;
  if (own.redis !== null) return [toPostgres, [`the link from ${name} to Redis`, own.redis]];
  const shared = chance.one(world.queues.ways);
  return [toPostgres, [`the links from all to the Redis at ${shared.port}`, shared]];
}

export const links: Scenario = {
  name: 'links', title: 'links from processes to their servers are cut, silent, slow and half open', replicas: 1, links: true, commands: 1_000, play,
};
