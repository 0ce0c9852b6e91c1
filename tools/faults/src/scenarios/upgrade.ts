import type { OtherVersion, World } from '../world/world.js';
import type { Scenario } from './stage.js';

/** Part of the commands after which the version before stops: until then its servers have to be ready. */
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
  name: 'upgrade', title: 'servers of the version before stand beside this version’s, until they stop', replicas: 1, links: false, commands: 1_000,
  async play(stage) {
    await stage.untilPart(BESIDE);
    await stage.world.demandReady();
    const mended = stage.fault('stops', 'the version before');
    await stage.world.stopOthers();
    // In their place, at the addresses that the others know.
    await stage.world.start({ replicas: 1, links: false });
    mended();
    await stage.untilOver();
  },
};
