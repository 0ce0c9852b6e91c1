import { setTimeout as pause } from 'node:timers/promises';
import type { Proxy } from '../links/proxy.js';
import type { Scenario, Stage } from './stage.js';

/** Ways in which a link is bad; each ends when it is mended, but for what a half-open one has lost. */
const HARMS: readonly { what: string; harm: (link: Proxy, stage: Stage) => void }[] = [
  { what: 'cut', harm: (link) => link.cut() },
  { what: 'silent', harm: (link) => link.silence() },
  { what: 'slow', harm: (link, { chance }) => link.slow(chance.between(100, 800)) },
  { what: 'half open', harm: (link) => link.halfOpen() },
];

/** The way of one process to one of its servers is bad for some seconds. */
async function play(stage: Stage): Promise<void> {
  while (await stage.wait(2_000, 6_000)) {
    const { name, links } = stage.chance.one(stage.world.processes);
    if (links === null) throw new Error('The processes have no links of their own');
    const [server, link] = stage.chance.one([['PostgreSQL', links.postgres] as const, ...(links.redis === null ? [] : [['Redis', links.redis] as const])]);
    const { what, harm } = stage.chance.one(HARMS);
    const mended = stage.fault(what, `the link from ${name} to ${server}`);
    harm(link, stage);
    await pause(stage.chance.between(2_000, 12_000));
    link.mend();
    mended();
  }
}

export const links: Scenario = {
  name: 'links', title: 'links from processes to their servers are cut, silent, slow and half open', replicas: 1, links: true, commands: 1_000, play,
};
