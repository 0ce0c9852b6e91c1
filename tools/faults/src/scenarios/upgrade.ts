import type { OtherVersion, World } from '../world/world.js';
import { faultsOfEveryRoute } from '../versions/every-route.js';
import type { Scenario } from './stage.js';

/** Part of the commands after which the servers of the version before are asked everything, and after which they stop: until then they have to be ready. */
const ASKED = 0.1;
const BESIDE = 0.7;

/**
 * As an installation is brought up to date (docs/operations/faults.md, Upgrade): the databases are migrated while the version
 * before works on them; workers are replaced before any server, because the version before may not read what this one sends.
 */
export async function migrateBeside(world: World, before: OtherVersion): Promise<void> {
  await world.start({ replicas: 1, links: false, version: before });
  await world.progress.step('Migrating while the version before works', () => world.migrate());
  await world.demandReady();
  await world.stopOthers('worker');
}

export const upgrade: Scenario = {
  name: 'upgrade', title: 'servers of the version before stand beside this version’s, until they stop', replicas: 1, links: false, commands: 1_000, harms: [],
  async play(stage) {
    const { world } = stage;
    await stage.untilPart(ASKED);
    const asking = stage.fault('are asked every route', 'servers of the version before');
    const { faults, asked } = await faultsOfEveryRoute(world.addresses(0, (one) => one.isOther), world.addresses(0, (one) => !one.isOther));
    asking();
    stage.say(`${asked} answers of the version before, ${faults.length} of them wrong`);
    for (const fault of faults) stage.say(fault);
    if (faults.length > 0) throw new Error(`The version before does not answer beside this one:\n${faults.slice(0, 30).join('\n')}`);
    await stage.untilPart(BESIDE);
    await world.demandReady();
    const mended = stage.fault('stops', 'the version before');
    await world.stopOthers();
    // In their place, at the addresses that the others know.
    await world.start({ replicas: 1, links: false });
    mended();
    await stage.untilOver();
  },
};
