import type { Answer, Decision, Scenario } from '@concordat/sharing';
import { askByQuery, askByRowSecurity, type Asking } from './ask.js';
import { Identities } from './identities.js';
import { scratchDatabase, type ScratchDatabase } from './scratch-database.js';
import { load, rowsOf } from './world-rows.js';

export type DatabaseEngine = 'query' | 'rls';

/**
 * Answers scenarios from a scratch database on the PostgreSQL at `adminUrl`, where each is a partnership of its own. A denial
 * has no reasons; row-level security gives the decision alone.
 */
export async function answerFromDatabase(adminUrl: string, engine: DatabaseEngine, scenarios: readonly Scenario[]): Promise<Answer[][]> {
  const database = await scratchDatabase(adminUrl);
  try {
    const worlds = scenarios.map((scenario, world) => ({ scenario, ids: new Identities(scenario, world) }));
    await load(database.admin, worlds.map(({ scenario, ids }) => rowsOf(scenario, ids)));
    const answers: Answer[][] = [];
    for (const { scenario, ids } of worlds) answers.push(await answerAll(database, engine, scenario, ids));
    return answers;
  } finally {
    await database.drop();
  }
}

const denied: Decision = { decision: 'deny', fields: [], reasons: [] };

async function answerAll({ admin, app }: ScratchDatabase, engine: DatabaseEngine, scenario: Scenario, ids: Identities): Promise<Answer[]> {
  const places = new Map<string, number>();
  const askings: Asking[] = [];
  const placed = scenario.questions.map(({ id, user, action, item, at }) => {
    const key = JSON.stringify([user, action, at]);
    const place = places.get(key) ?? askings.push({ user, action, at }) - 1;
    places.set(key, place);
    return { id, item, place };
  });
  if (engine === 'rls') {
    const shown = await askByRowSecurity(app, scenario, ids, askings);
    return placed.map(({ id, item, place }) => ({ id, ...(shown[place]?.items.has(item) ? { decision: 'permit', fields: [], reasons: [] } : denied) }));
  }
  const seen = await askByQuery(admin, scenario, ids, askings);
  return placed.map(({ id, item, place }) => {
    const found = seen[place]?.get(item);
    return { id, ...(found === undefined ? denied : { decision: 'permit', ...found }) };
  });
}
