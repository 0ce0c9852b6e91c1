import { deadLetterRoutes } from '@concordat/contracts-protocol';
import { query } from '../looking/database.js';
import type { Scenario, Stage } from './stage.js';

/** The table that the consumer cannot write any more: every message that makes a notice fails. */
const BROKEN = `
  create or replace function faults.refuse() returns trigger language plpgsql as $$ begin raise exception 'a fault of this run'; end $$;
  create or replace trigger faults_refuse before insert on notice for each row execute function faults.refuse();`;
const MENDED = 'drop trigger faults_refuse on notice';

/** A consumer always fails. What it could not take are dead letters; everything else goes on. When it is mended they are sent again. */
async function play(stage: Stage): Promise<void> {
  const database = stage.world.databaseOf('notifications');
  const mended = stage.fault('always fails', 'the consumer of notices in notifications');
  await query(database, BROKEN);
  await stage.untilOver();
  await stage.settled();
  await query(database, MENDED);
  await sendAgain(stage);
  mended();
}

/** As an administrator does, one after the other. */
async function sendAgain({ administrator }: Stage): Promise<void> {
  const { list, retry } = deadLetterRoutes('notifications');
  for (;;) {
    const { items } = await administrator.ask(list, { query: { size: 100 } });
    const left = items.filter(({ sentAgainAt }) => sentAgainAt === null);
    if (left.length === 0) return;
    for (const { id } of left) await administrator.ask(retry, { params: { id } });
  }
}

export const failing: Scenario = {
  name: 'failing', title: 'a consumer always fails, and is mended', replicas: 1, links: false, commands: 300, harms: [], play,
};
