import type { SignedIn } from '../calling/signed-in.js';
import { agencyKeys, type AgencyKey } from '../content/agencies.js';
import { DRAFT, NOMINATIONS, nominationKeys, type NominationKey } from '../content/nominations.js';
import type { PersonKey } from '../content/people.js';
import { idOf, type AgencyIds } from '../registry/agencies.js';
import { CaseStory } from './case-story.js';
import { Nominating } from './nominating.js';

/** Those who do something while the demo is loaded. */
export const WORKERS = [
  'safeguardingLead', 'coordinator', 'officer', 'leadOfficer', 'manager', 'outreachWorker', 'outreachManager', 'neighbourOfficer',
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

/** Sends every nomination, and begins the one that stays a draft. */
export async function nominate(people: Workers, ids: AgencyIds): Promise<Cast> {
  const caseIds = new Map<NominationKey, string>();
  const nominators = new Set(nominationKeys.map((key) => NOMINATIONS[key].by));
  await Promise.all(
    [...nominators].map(async (by) => {
      const nominating = await Nominating.of(people[by]);
      const own = nominationKeys.filter((key) => NOMINATIONS[key].by === by);
      await Promise.all(own.map(async (key) => caseIds.set(key, await nominating.send(NOMINATIONS[key]))));
      if (by === DRAFT.by) await nominating.begin(DRAFT);
    }),
  );
  const caseOf = (key: NominationKey): CaseStory => {
    const caseId = caseIds.get(key);
    if (caseId === undefined) throw new Error(`Nobody made the nomination ${key}`);
    return new CaseStory(caseId, people.coordinator);
  };
  return { people, agencies: forEach(agencyKeys, (key) => idOf(ids, key)), cases: forEach(nominationKeys, caseOf) };
}
