import type { Answer, Decision, Scenario } from '@concordat/sharing';
import { askByQuery, askByRowSecurity } from './ask.js';
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

async function answerAll(database: ScratchDatabase, engine: DatabaseEngine, scenario: Scenario, ids: Identities): Promise<Answer[]> {
  const pages = new Map<string, Promise<(item: string) => Decision>>();
  const answers: Answer[] = [];
  for (const { id, user, action, item, at } of scenario.questions) {
    const key = JSON.stringify([user, action, at]);
    let page = pages.get(key);
    if (page === undefined) pages.set(key, (page = ask(database, engine, scenario, ids, { user, action, at })));
    answers.push({ id, ...(await page)(item) });
  }
  return answers;
}

const denied: Decision = { decision: 'deny', fields: [], reasons: [] };

async function ask(
  { admin, app }: ScratchDatabase,
  engine: DatabaseEngine,
  scenario: Scenario,
  ids: Identities,
  asking: Parameters<typeof askByQuery>[3],
): Promise<(item: string) => Decision> {
  if (engine === 'rls') {
    const { items } = await askByRowSecurity(app, scenario, ids, asking);
    return (item) => (items.has(item) ? { decision: 'permit', fields: [], reasons: [] } : denied);
  }
  const seen = await askByQuery(admin, scenario, ids, asking);
  return (item) => {
    const found = seen.get(item);
    return found === undefined ? denied : { decision: 'permit', ...found };
  };
}
