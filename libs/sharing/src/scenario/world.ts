import { decide, purposeOf, type Decision } from '../policy/decide.js';
import { instant, startOfDay, type Instant } from '../policy/time.js';
import { ALL, type AllOr, type Categories, type SharingWorld } from '../policy/world.js';
import type { Scenario } from './schema.js';

/** The world of a scenario, as the evaluators take it. Its subjects are people. */
export function worldOf(scenario: Scenario): SharingWorld {
  const agencyOf = new Map(scenario.users.map((user) => [user.id, user.agency]));
  return {
    agencies: scenario.agencies.map(({ id, emergencyAccess }) => ({ id, emergencyAccess: emergencyAccess ?? true })),
    agreements: scenario.agreements.map((agreement) => ({
      id: agreement.id,
      active: agreement.status === 'active',
      validFrom: startOfDay(agreement.validFrom),
      validTo: startOfDay(agreement.validTo),
      signatures: agreement.signatures.map(({ agency, on, withdrawnOn }) => ({ agency, from: startOfDay(on), to: dayOrNull(withdrawnOn) })),
      terms: agreement.terms.map((term) => ({
        ...term,
        from: allOrSet(term.from),
        to: allOrSet(term.to),
        categories: categoriesOf(term.categories),
      })),
    })),
    subjects: scenario.subjects.map(({ id, dateOfBirth }) => ({ id, kind: 'person', dateOfBirth })),
    users: scenario.users.map((user) => ({ ...user, trainingValidTo: dayOrNull(user.trainingValidTo) })),
    cases: scenario.cases.map((one) => ({
      ...one,
      circle: one.circle.map(({ agency, from, to, users }) => ({
        agency,
        from: instant(from),
        to: instantOrNull(to),
        users: users === null ? null : new Set(users),
      })),
    })),
    consents: scenario.consents.map(({ decision, ...consent }) => ({
      ...consent,
      given: decision === 'given',
      recipients: new Set(consent.recipients),
      categories: new Set(consent.categories),
      recordedAt: instant(consent.recordedAt),
      withdrawnAt: instantOrNull(consent.withdrawnAt),
      expiresAt: instantOrNull(consent.expiresAt),
      invalidatedAt: instantOrNull(consent.invalidatedAt),
    })),
    disclosures: scenario.disclosures.map((disclosure) => ({
      ...disclosure,
      categories: categoriesOf(disclosure.categories),
      authorisedFor: agencyOf.get(disclosure.authorisedBy) ?? '',
      authorisedAt: instant(disclosure.authorisedAt),
      expiresAt: instant(disclosure.expiresAt),
      revokedAt: instantOrNull(disclosure.revokedAt),
    })),
    items: scenario.items.map((item) => ({ ...item, namedReaders: new Set(item.namedReaders) })),
    mustNotReceive: scenario.mustNotReceive.map(({ subject, from, to, user, agency }) => {
      const entry = { subject, from: instant(from), to: instantOrNull(to) };
      return user === undefined ? { ...entry, agency: agency ?? '' } : { ...entry, user };
    }),
  };
}

/** The answer to one question of a scenario. */
export type Answer = { id: string } & Decision;

/** Answers a scenario's questions in memory, in their order: each for the purpose of the case that its item is on. */
export function answer(scenario: Scenario): Answer[] {
  const world = worldOf(scenario);
  return scenario.questions.map(({ id, user, action, item, at }) => {
    const purpose = purposeOf(world, item);
    if (purpose === undefined) throw new RangeError(`There is no item ${item}`);
    return { id, ...decide(world, { user, action, item, purpose, at: instant(at) }) };
  });
}

function categoriesOf(listed: Partial<Record<string, '*' | string[]>>): Categories {
  return new Map(Object.entries(listed).flatMap(([category, fields]) => (fields === undefined ? [] : [[category, allOrSet(fields)] as const])));
}

function allOrSet(listed: '*' | readonly string[]): AllOr<ReadonlySet<string>> {
  return listed === ALL ? ALL : new Set(listed);
}

function instantOrNull(text: string | null): Instant | null {
  return text === null ? null : instant(text);
}

function dayOrNull(date: string | null | undefined): Instant | null {
  return date === null || date === undefined ? null : startOfDay(date);
}
