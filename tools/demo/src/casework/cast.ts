import type { SignedIn } from '../calling/signed-in.js';
import { agencyKeys, type AgencyKey } from '../content/agencies.js';
import { DRAFT, NOMINATIONS, nominationKeys, type NominationKey } from '../content/nominations.js';
import type { PersonKey } from '../content/people.js';
import { idOf, type AgencyIds } from '../registry/agencies.js';
import { CaseStory } from './case-story.js';
import { Nominating } from './nominating.js';

/** Those who do something while the demo is loaded. */
export const WORKERS = [
  'safeguardingLead', 'coordinator', 'officer', 'leadOfficer', 'manager', 'outreachWorker', 'outreachManager', 'neighbourOfficer', 'neighbourAdministrator',
] as const satisfies readonly PersonKey[];

export type WorkerKey = (typeof WORKERS)[number];
export type Workers = Readonly<Record<WorkerKey, SignedIn>>;

/** Who and what the stories are about. */
export interface Cast {
  people: Workers;
  agencies: Readonly<Record<AgencyKey, string>>;
  cases: Readonly<Record<NominationKey, CaseStory>>;
}

/** A value for each key. */
export const forEach = <Key extends string, Value>(keys: readonly Key[], value: (key: Key) => Value): Record<Key, Value> =>
  Object.fromEntries(keys.map((key) => [key, value(key)])) as Record<Key, Value>;

/** Sends every nomination, one nominator after another’s, and begins the one that stays a draft. */
export async function nominate(people: Workers, ids: AgencyIds): Promise<Cast> {
  const caseIds = new Map<NominationKey, string>();
  const nominators = new Set(nominationKeys.map((key) => NOMINATIONS[key].by));
  await Promise.all(
    [...nominators].map(async (by) => {
      const nominating = new Nominating(people[by]);
      for (const key of nominationKeys) if (NOMINATIONS[key].by === by) caseIds.set(key, await nominating.send(NOMINATIONS[key]));
      if (by === DRAFT.by) await nominating.begin(DRAFT);
    }),
  );
  const coordinators = { here: people.coordinator, neighbour: people.neighbourAdministrator };
  return {
    people,
    agencies: forEach(agencyKeys, (key) => idOf(ids, key)),
    cases: forEach(nominationKeys, (key) => new CaseStory(caseIds.get(key) ?? '', coordinators[key === 'neighbour' ? 'neighbour' : 'here'])),
  };
}
