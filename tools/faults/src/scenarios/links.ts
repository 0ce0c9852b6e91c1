import { setTimeout as pause } from 'node:timers/promises';
import type { Proxy } from '../links/proxy.js';
import type { Links, OwnProcess } from '../world/own-process.js';
import type { Scenario, Stage } from './stage.js';

/** Ways in which a link is bad; each ends when it is mended, but for what a half-open one has lost. */
const HARMS: readonly { what: string; harm: (link: Proxy, stage: Stage) => void }[] = [
  { what: 'cut', harm: (link) => link.cut() },
  { what: 'silent', harm: (link) => link.silence() },
  { what: 'slow', harm: (link, { chance }) => link.slow(chance.between(100, 800)) },
  { what: 'half open', harm: (link) => link.halfOpen() },
];

/** Which way is bad: of one process, or of all of them to one server of an ensemble. */
type Way = 'to PostgreSQL' | 'to Redis' | 'of all';

/** The way of one process to one of its servers is bad for some seconds, or that of all processes to one Redis of an ensemble. */
async function play(stage: Stage): Promise<void> {
  const { chance, world } = stage;
  const harms = chance.dealt(HARMS);
  const ways = chance.dealt<Way>(['to PostgreSQL', ...(world.queues.ports.length > 0 ? ['to Redis' as const] : []), ...(world.queues.ways.length > 0 ? ['of all' as const] : [])]);
  while (await stage.wait(2_000, 6_000)) {
    const [name, link] = wayOf(stage, ways.next().value);
    const { what, harm } = harms.next().value;
    const mended = stage.fault(what, name);
    harm(link, stage);
    await pause(chance.between(2_000, 12_000));
    link.mend();
    mended();
  }
}

function wayOf({ world, chance }: Stage, kind: Way): readonly [string, Proxy] {
  if (kind === 'of all') {
    const shared = chance.one(world.queues.ways);
    return [`the links from all to the Redis at ${shared.port}`, shared];
  }
  const one = chance.one(world.processes);
  const own = linksOf(one);
  if (kind === 'to PostgreSQL') return [`the link from ${one.name} to PostgreSQL`, own.postgres];
  const [port, way] = chance.one([...own.redis]);
  return [`the link from ${one.name} to the Redis at ${port}`, way];
}

function linksOf({ links: own }: OwnProcess): Links {
  if (own === null) throw new Error('The processes have no links of their own');
  return own;
}

export const links: Scenario = {
  name: 'links', title: 'links from processes to their servers are cut, silent, slow and half open', replicas: 1, links: true, commands: 1_000, harms: HARMS.map(({ what }) => what), play,
};
