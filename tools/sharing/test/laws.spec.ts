import { describe, expect, it } from '@jest/globals';
import { ACTIONS, decide, explain, instant, purpose, purposeOf, REFUSALS, WANTS, worldOf, type Decision, type Question, type Scenario } from '@concordat/sharing';
import fc from 'fast-check';
import { worldsAndTimes } from '../src/worlds/index.js';

interface Asked {
  question: Question;
  decision: Pick<Decision, 'decision' | 'reasons'> & { fields: readonly string[] };
}

/** Every user, action and item at each time. */
function everything(scenario: Scenario, at: readonly string[]): Asked[] {
  const world = worldOf(scenario);
  return at.flatMap((time) =>
    scenario.users.flatMap(({ id: user }) =>
      ACTIONS.flatMap((action) =>
        scenario.items.map(({ id: item }) => {
          const question = { user, action, item, purpose: purposeOf(world, item)!, at: instant(time) };
          return { question, decision: decide(world, question) };
        }),
      ),
    ),
  );
}

/** Tries a law, which gives what breaks it, on many worlds. `pick` chooses one of so many. */
const holds = (broken: (scenario: Scenario, at: string[], pick: (count: number) => number) => unknown[]): void =>
  fc.assert(
    fc.property(worldsAndTimes, fc.nat(), ([scenario, at], seed) => {
      expect(broken(scenario, at, (count) => seed % count)).toEqual([]);
    }),
    { numRuns: 100 },
  );

const isIn = <T>(list: readonly T[]) => (one: unknown): boolean => list.some((known) => known === one);
const contains = (outer: readonly string[], inner: readonly string[]): boolean => inner.every(isIn(outer));

describe('whatever the data', () => {
  it('a permit has fields of the item and a reason, and a denial has no field and a reason of the list', () => {
    holds((scenario, at) => {
      const fieldsOf = new Map(scenario.items.map(({ id, fields }) => [id, fields]));
      return everything(scenario, at).filter(({ question, decision: { decision, fields, reasons } }) =>
        decision === 'permit'
          ? reasons.length === 0 || fields.length === 0 || !contains(fieldsOf.get(question.item)!, fields)
          : fields.length > 0 || !(reasons.length > 0 && (reasons.every(isIn(REFUSALS)) || (reasons.length === 1 && reasons.every(isIn(WANTS))))),
      );
    });
  });

  it('what may be exported may be read, with at least the same fields', () => {
    holds((scenario, at) => {
      const world = worldOf(scenario);
      return everything(scenario, at).filter(
        ({ question, decision }) => question.action === 'export' && !contains(decide(world, { ...question, action: 'read' }).fields, decision.fields),
      );
    });
  });

  it('the order in which things are written down makes no difference', () => {
    holds((scenario, at) => {
      const turned: Scenario = {
        ...scenario,
        agreements: scenario.agreements.map((one) => ({ ...one, terms: [...one.terms].reverse(), signatures: [...one.signatures].reverse() })).reverse(),
        cases: scenario.cases.map((one) => ({ ...one, circle: [...one.circle].reverse(), subjects: [...one.subjects].reverse() })),
        consents: [...scenario.consents].reverse(),
        disclosures: [...scenario.disclosures].reverse(),
      };
      const before = everything(scenario, at);
      return everything(turned, at).filter(({ decision }, i) => JSON.stringify(decision) !== JSON.stringify(before[i]!.decision));
    });
  });

  it('a question for another purpose than the case’s is denied', () => {
    holds((scenario, at) => {
      const world = worldOf(scenario);
      return everything(scenario, at).filter(({ question }) => decide(world, { ...question, purpose: purpose('curiosity') }).decision === 'permit');
    });
  });

  it('is told rule by rule with the answer that is given', () => {
    holds((scenario, at, pick) => {
      const world = worldOf(scenario);
      const [place, asked] = [pick(4), everything(scenario, at)];
      return asked.filter(({ question, decision }, i) => {
        if (i % 4 !== place) return false;
        const told = explain(world, question);
        if (told === null || JSON.stringify(told.answer) !== JSON.stringify(decision)) return true;
        const refusals = told.refusals.filter(({ applies }) => applies).map(({ reason }) => reason);
        // A grant gives when all that it asks holds, and the record of consent that gives is the one that it rests on.
        const gives = told.consents.filter(({ standing }) => standing === 'gives').map(({ record }) => record.id);
        return (
          (refusals.length > 0 && !contains(refusals, decision.reasons)) ||
          told.grants.some(({ clauses, fields, consent }) => fields.length > 0 !== clauses.every((one) => one.holds) || (consent !== null && !gives.includes(consent))) ||
          told.grants.some(({ clauses }) => clauses.some(({ clause, holds: met }) => clause === 'consent' && met !== gives.length > 0))
        );
      });
    });
  });

  it('is told of a question that has no sense as nothing', () => {
    holds((scenario, at) => {
      const world = worldOf(scenario);
      return everything(scenario, at).filter(({ question }) => explain(world, { ...question, purpose: purpose('curiosity') }) !== null || explain(world, { ...question, user: 'nobody' }) !== null);
    });
  });
});

/** Changes after which nobody may see more than before. */
const tightenings: Record<string, (scenario: Scenario, pick: (count: number) => number) => Scenario> = {
  'an account closed': (scenario, pick) => ({ ...scenario, users: changed(scenario.users, pick, (user) => ({ ...user, active: false })) }),
  'training forgotten': (scenario, pick) => ({ ...scenario, users: changed(scenario.users, pick, (user) => ({ ...user, trainingValidTo: null })) }),
  'a conflict of interest declared': (scenario, pick) => ({
    ...scenario,
    users: changed(scenario.users, pick, (user) => ({ ...user, relatedSubjects: scenario.subjects.map(({ id }) => id) })),
  }),
  'a user excluded from a case': (scenario, pick) => ({
    ...scenario,
    cases: changed(scenario.cases, pick, (one) => ({ ...one, excludedUsers: scenario.users.slice(0, 2).map(({ id }) => id) })),
  }),
  'an item marked for the victim’s safety': (scenario, pick) => ({ ...scenario, items: changed(scenario.items, pick, (item) => ({ ...item, marking: 'victim-safety' })) }),
  'a must-not-receive registered': (scenario, pick) => ({
    ...scenario,
    mustNotReceive: [...scenario.mustNotReceive, { subject: one(scenario.subjects, pick).id, agency: one(scenario.agencies, pick).id, from: '2026-03-01T00:00:00Z', to: null }],
  }),
  'an agreement suspended': (scenario, pick) => ({ ...scenario, agreements: changed(scenario.agreements, pick, (agreement) => ({ ...agreement, status: 'suspended' })) }),
  'a signature withdrawn': (scenario, pick) => ({
    ...scenario,
    agreements: changed(scenario.agreements, pick, (agreement) => ({
      ...agreement,
      signatures: changed(agreement.signatures, pick, (signature) => ({ ...signature, withdrawnOn: signature.on })),
    })),
  }),
  'a consent withdrawn': (scenario, pick) => ({
    ...scenario,
    consents: changed(scenario.consents, pick, (consent) => (consent.decision === 'given' ? { ...consent, withdrawnAt: consent.recordedAt } : consent)),
  }),
  'a circle entry ended': (scenario, pick) => ({
    ...scenario,
    cases: changed(scenario.cases, pick, (inCase) => ({ ...inCase, circle: changed(inCase.circle, pick, (entry) => ({ ...entry, to: entry.from })) })),
  }),
  'a disclosure revoked': (scenario, pick) => ({
    ...scenario,
    disclosures: changed(scenario.disclosures, pick, (disclosure) => ({ ...disclosure, revokedAt: disclosure.authorisedAt })),
  }),
  'an agency closed in emergencies': (scenario, pick) => ({ ...scenario, agencies: changed(scenario.agencies, pick, (agency) => ({ ...agency, emergencyAccess: false })) }),
};

function changed<T>(list: readonly T[], pick: (count: number) => number, change: (one: T) => T): T[] {
  return list.length === 0 ? [] : list.map((one, at) => (at === pick(list.length) ? change(one) : one));
}

function one<T>(list: readonly T[], pick: (count: number) => number): T {
  return list[pick(list.length)]!;
}

describe('law 2: what is withdrawn or refused never opens anything', () => {
  it.each(Object.entries(tightenings))('%s opens nothing', (_what, tighten) => {
    holds((scenario, at, pick) => {
      const before = everything(scenario, at);
      return everything(tighten(scenario, pick), at).filter(({ decision }, i) => !contains(before[i]!.decision.fields, decision.fields));
    });
  });
});
