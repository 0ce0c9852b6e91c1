import { ACTIONS, decide, instant, purposeOf, showsFrame, worldOf, type Action, type Decision, type Scenario } from '@concordat/sharing';
import { askByQuery, askByRowSecurity, askForCases, type Seen } from '../scratch/ask.js';
import { Identities } from '../scratch/identities.js';
import type { ScratchDatabase } from '../scratch/scratch-database.js';
import { load, rowsOf } from '../scratch/world-rows.js';

/** What was asked, to show that the worlds were not all of one kind. */
export class Tally {
  worlds = 0;
  questions = 0;
  permits = 0;
  readonly reasons = new Set<string>();

  count({ decision, reasons }: Decision): void {
    this.questions += 1;
    if (decision === 'permit') this.permits += 1;
    for (const reason of reasons) this.reasons.add(reason.split(':')[0] ?? '');
  }
}

interface Asked {
  user: string;
  action: Action;
  at: string;
}

/** A question that the three evaluators answer otherwise, or a case of which they show the frame otherwise, or which is counted otherwise. */
export type Disagreement = Asked &
  ({ item: string; decision: Decision; query: Seen | undefined; rowSecurity: boolean } | { case: string; shown: boolean; query: boolean; rowSecurity: boolean; counted: string | undefined });

/** Asks for every user, action, item and case at every time. Each world is a partnership of its own in the database. */
export async function disagreements(database: ScratchDatabase, scenario: Scenario, at: readonly string[], tally: Tally): Promise<Disagreement[]> {
  const ids = new Identities(scenario, (tally.worlds += 1));
  await load(database.admin, [rowsOf(scenario, ids)]);
  const world = worldOf(scenario);
  const agencyOf = new Map(scenario.users.map(({ id, agency }) => [id, agency]));
  const found: Disagreement[] = [];
  const askings = at.flatMap((time) => scenario.users.flatMap(({ id: user }) => ACTIONS.map((action): Asked => ({ user, action, at: time }))));
  const [queried, listed, shown] = await Promise.all([
    askByQuery(database.admin, scenario, ids, askings),
    askForCases(database.admin, scenario, ids, askings),
    askByRowSecurity(database.app, scenario, ids, askings),
  ]);
  for (const [place, asking] of askings.entries()) {
    const [byQuery, cases, byRowSecurity] = [queried[place], listed[place], shown[place]];
    if (!byQuery || !cases || !byRowSecurity) throw new RangeError('An asking has no answer');
    const asked = { user: asking.user, action: asking.action, at: instant(asking.at) };
    for (const { id: item } of scenario.items) {
      const purpose = purposeOf(world, item);
      if (purpose === undefined) throw new RangeError(`There is no item ${item}`);
      const decision = decide(world, { ...asked, item, purpose });
      tally.count(decision);
      const expected = decision.decision === 'permit' ? { fields: decision.fields, reasons: decision.reasons } : undefined;
      const query = byQuery.get(item);
      const rowSecurity = byRowSecurity.items.has(item);
      if (JSON.stringify(query) !== JSON.stringify(expected) || rowSecurity !== (expected !== undefined)) found.push({ ...asking, item, decision, query, rowSecurity });
    }
    for (const { id, owner } of scenario.cases) {
      const frame = showsFrame(world, { ...asked, case: id });
      const [query, rowSecurity, counted] = [cases.has(id), byRowSecurity.cases.has(id), byRowSecurity.counted.get(id)];
      const counts = frame ? `1 counted, own ${owner === agencyOf.get(asking.user) ? '1' : '0'}` : undefined;
      if (query !== frame || rowSecurity !== frame || counted !== counts) found.push({ ...asking, case: id, shown: frame, query, rowSecurity, counted });
    }
  }
  return found;
}
