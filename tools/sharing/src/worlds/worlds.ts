import { CATEGORIES } from '@concordat/contracts-protocol';
import { birthdayDate, parseScenario, startOfDay, type Scenario } from '@concordat/sharing';
import fc from 'fast-check';

/**
 * Worlds in which much happens at few times, drawn from dates at the edges of summer time, birthdays, and instants a
 * millisecond and an hour to either side of midnight, in several spellings.
 */
const DATES = ['2026-02-28', '2026-03-01', '2026-03-29', '2026-03-30', '2026-07-01', '2026-10-25', '2026-10-26'];

const INSTANTS = [
  '2026-02-28T00:00:00Z', '2026-03-01T00:00:00Z', '2026-02-28T23:59:59.999Z', '2026-03-01T14:00:00+14:00',
  '2026-03-28T12:30:00Z', '2026-03-29T00:00:00Z', '2026-03-29T00:59:59.999Z', '2026-03-29T02:00:00+01:00', '2026-03-29T12:30:00Z', '2026-03-29T12:29:59.999Z',
  '2026-03-29T23:00:00Z', '2026-03-29T22:59:59.999Z', '2026-03-30T00:00:00Z',
  '2026-06-30T23:00:00Z', '2026-06-30T22:59:59.9Z', '2026-07-01T00:00:00+01:00', '2026-07-01T00:00:00Z',
  '2026-10-24T12:30:00Z', '2026-10-24T23:00:00Z', '2026-10-24T22:59:59.999Z', '2026-10-25T00:00:00Z', '2026-10-25T01:30:00+01:00', '2026-10-25T01:30:00Z',
  '2026-10-25T12:30:00Z', '2026-10-25T11:30:00Z', '2026-10-25T12:30:00.001Z', '2026-10-26T00:00:00Z', '2026-10-25T23:59:59.999Z',
];

/** Sixteen or eighteen on one of the dates above, or on the day beside it; a child; a grown-up; not yet born. */
const BIRTHS = [
  '2010-03-01', '2010-03-29', '2010-03-30', '2010-10-25', '2010-10-26', '2010-07-01', '2008-02-29', '2008-03-01', '2008-03-30', '2008-10-25', '2008-10-26',
  '2012-02-29', '2016-05-05', '1980-01-01', '2026-07-01',
];

const CATEGORY_CHOICE = ['education', 'health', 'offending'] as const satisfies readonly (typeof CATEGORIES)[number][];
const PURPOSES = ['youth-diversion', 'safeguarding'];
/** Among them names that are patterns elsewhere, and two that sort otherwise by UTF-16 unit than by code point. */
const FIELDS = ['a', 'b', 'a.b', '*', '\u{1F600}', '\uFF5E'];
/** Out of order, so that the smallest is not the first. */
const CONSENT_IDS = ['k2', 'K9', '\u{1F600}', '\uFF5E', 'k10', 'k1', 'a', 'Z', 'k'];

const date = fc.constantFrom(...DATES);
/** `usual`, but once in `every` times one of `rare`. */
const usually = <T>(every: number, usual: T, ...rare: T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: every - 1, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...rare) });
/** All of `list`, but once in three times some of it. */
const mostly = <T>(list: readonly T[]): fc.Arbitrary<T[]> => fc.oneof({ weight: 2, arbitrary: fc.constant<T[]>([...list]) }, { weight: 1, arbitrary: fc.subarray([...list]) });
const nullable = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { freq: 2 });
const some = <T>(list: readonly T[], minLength = 0): fc.Arbitrary<T[]> => fc.subarray([...list], { minLength });
const categories = fc
  .dictionary(fc.constantFrom(...CATEGORY_CHOICE), fc.oneof(fc.constant('*' as const), some(FIELDS, 1)), { minKeys: 1, maxKeys: 3, noNullPrototype: true })
  .map((listed): Partial<Record<(typeof CATEGORIES)[number], '*' | string[]>> => listed);

const ms = (text: string): number => Date.parse(text);
const inOrder = ([a, b]: [string, string]): [string, string] => (ms(a) <= ms(b) ? [a, b] : [b, a]);
const later = (from: string, to: string | null): string | null => (to === null || ms(to) >= ms(from) ? to : null);
const validity = usually<[string, string]>(4, ['2026-02-28', '2026-10-26'], ['2026-03-01', '2026-07-01'], ['2026-03-29', '2026-03-29'], ['2026-03-30', '2026-10-25']);
/** @param moments at which everything that has an instant happens: few, so that things begin, end and are recorded at once */
function scenarioOf(counts: { agencies: number; users: number; subjects: number }, moments: readonly string[]): fc.Arbitrary<Scenario> {
  const instant = fc.constantFrom(...moments);
  const period = fc.oneof(
    { weight: 3, arbitrary: fc.constant<[string, string | null]>(['2026-02-28T00:00:00Z', null]) },
    { weight: 3, arbitrary: fc.tuple(instant, instant).map(inOrder) },
  );
  const named = (prefix: string, count: number): string[] => Array.from({ length: count }, (_, i) => `${prefix}${i}`);
  const [agencyIds, userIds, subjectIds] = [named('ag', counts.agencies), named('u', counts.users), named('s', counts.subjects)];
  const agency = fc.constantFrom(...agencyIds);
  const user = fc.constantFrom(...userIds);
  const subject = fc.constantFrom(...subjectIds);
  const purpose = usually(6, 'youth-diversion', ...PURPOSES);
  const category = fc.constantFrom(...CATEGORY_CHOICE);

  const terms = fc.array(
    fc.record({
      purpose,
      from: fc.oneof({ weight: 4, arbitrary: fc.constant('*' as const) }, { weight: 1, arbitrary: some(agencyIds, 1) }),
      to: fc.oneof({ weight: 4, arbitrary: fc.constant('*' as const) }, { weight: 1, arbitrary: some(agencyIds, 1) }),
      categories,
      basis: usually<'consent' | 'public-task'>(4, 'consent', 'public-task'),
      export: fc.boolean(),
    }),
    { minLength: 1, maxLength: 4 },
  );
  const agreements = fc.array(
    fc.record({
      status: usually<'active' | 'draft' | 'suspended' | 'terminated'>(8, 'active', 'draft', 'suspended', 'terminated'),
      validity,
      signatures: fc
        .tuple(
          fc.tuple(...agencyIds.map((id) => fc.record({ agency: fc.constant(id), on: usually(5, '2026-02-28', ...DATES), withdrawnOn: usually<string | null>(6, null, ...DATES), signs: usually(10, true, false) }))),
          fc.array(fc.record({ agency, on: date, withdrawnOn: nullable(date), signs: fc.constant(true) }), { maxLength: 1 }),
        )
        .map((lists) => lists.flat().filter(({ signs }) => signs)),
      terms,
    }),
    { minLength: 1, maxLength: 3 },
  );
  const users = fc.tuple(
    ...userIds.map((id) =>
      fc.record({
        id: fc.constant(id),
        agency: fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...agencyIds.slice(1)) }, { weight: 1, arbitrary: agency }),
        active: usually(15, true, false),
        roles: fc.oneof(
          { weight: 10, arbitrary: fc.constant<Scenario['users'][number]['roles']>(['practitioner']) },
          { weight: 2, arbitrary: some<Scenario['users'][number]['roles'][number]>(['coordinator', 'manager', 'information-governance', 'analyst', 'auditor', 'victim-safety']) },
        ),
        trainingValidTo: usually<string | null>(8, '2027-01-01', null, null, null, ...DATES),
        relatedSubjects: usually<string[]>(15, [], [subjectIds[0] ?? '']),
      }),
    ),
  );
  const cases = fc.array(
    fc.record({
      purpose,
      owner: agency,
      subjects: some(subjectIds, 1),
      excludedUsers: usually<string[]>(12, [], [userIds[0] ?? '']),
      circle: fc.array(fc.record({ agency, period, users: usually<string[] | null>(4, null, [], userIds.slice(0, 2), userIds.slice(1)) }), { minLength: 1, maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 2 },
  );
  const consents = fc.array(
    fc.record({
      subject,
      purpose,
      recipients: mostly(agencyIds),
      categories: mostly(CATEGORY_CHOICE),
      decision: usually<'given' | 'refused'>(3, 'given', 'refused', 'refused'),
      givenBy: fc.constantFrom<('subject' | 'parental-responsibility' | 'attorney')[]>('subject', 'parental-responsibility', 'parental-responsibility', 'attorney'),
      competent: usually(3, false, true),
      recordedAt: instant,
      withdrawnAt: usually<string | null>(4, null, ...moments),
      expiresAt: usually<string | null>(4, null, ...moments),
      invalidatedAt: usually<string | null>(3, null, ...moments),
      /** At the same instant as the one before, about the same, and the other way. */
      against: usually(3, false, true),
    }),
    { minLength: 2, maxLength: CONSENT_IDS.length },
  );
  const disclosures = fc.array(
    fc.record({
      kind: fc.constantFrom<('authorised' | 'emergency')[]>('authorised', 'emergency'),
      /** Of which item it takes the case, subject and owner; another owner where `astray`. */
      item: fc.nat(),
      astray: usually(6, false, true),
      owner: agency,
      recipient: agency,
      user: nullable(user),
      categories,
      gateway: usually<'vital-interests' | 'court-order'>(6, 'vital-interests', 'court-order'),
      export: fc.boolean(),
      authorisedBy: user,
      bySelf: fc.boolean(),
      byOwner: usually(4, true, false),
      authorisedAt: instant,
      expiresAt: usually(2, '2026-12-31T00:00:00Z', ...moments),
      revokedAt: usually<string | null>(4, null, ...moments),
    }),
    { maxLength: 8 },
  );
  const items = fc.array(
    fc.record({
      case: fc.nat(),
      subject: fc.nat(),
      owner: fc.oneof({ weight: 2, arbitrary: fc.constant('ag0') }, { weight: 1, arbitrary: agency }),
      category,
      marking: usually<'standard' | 'victim-safety'>(8, 'standard', 'victim-safety'),
      namedReaders: some(userIds),
      fields: usually(2, FIELDS, ['a', 'b'], ['*'], ['b', '*', 'a.b']),
    }),
    { minLength: 6, maxLength: 12 },
  );
  const mustNotReceive = fc.array(fc.record({ subject, user: nullable(user), agency, period }), { maxLength: 1 });
  const openings = fc.tuple(...agencyIds.map(() => usually<boolean | undefined>(3, undefined, true, false)));

  return fc
    .record({ agreements, users, cases, consents, disclosures, items, mustNotReceive, openings, births: fc.tuple(...subjectIds.map(() => fc.constantFrom(null, ...BIRTHS))) })
    .map((drawn): Scenario => {
      const items = drawn.items.map((item, i) => {
        const at = item.case % drawn.cases.length;
        const subjects = drawn.cases[at]?.subjects ?? [];
        return { ...item, id: `i${i}`, case: `c${at}`, subject: subjects[item.subject % subjects.length] ?? '' };
      });
      const homeOf = new Map(drawn.users.map(({ id, agency: home }) => [id, home]));
      return {
        agencies: agencyIds.map((id, i) => {
          const emergencyAccess = drawn.openings[i];
          return emergencyAccess === undefined ? { id } : { id, emergencyAccess };
        }),
        subjects: subjectIds.map((id, i) => ({ id, dateOfBirth: drawn.births[i] ?? null })),
        users: drawn.users,
        agreements: drawn.agreements.map(({ validity: [validFrom, validTo], ...agreement }, i) => ({
          ...agreement,
          id: `a${i}`,
          validFrom,
          validTo,
          signatures: agreement.signatures.map(({ agency: id, on, withdrawnOn }) => ({ agency: id, on, withdrawnOn: withdrawnOn !== null && withdrawnOn < on ? null : withdrawnOn })),
          terms: agreement.terms.map((term, j) => ({ ...term, id: `t${j}` })),
        })),
        cases: drawn.cases.map(({ circle, ...one }, i) => ({ ...one, id: `c${i}`, circle: circle.map(({ agency: id, period: [from, to], users: named }) => ({ agency: id, from, to, users: named })) })),
        consents: someAgainst(drawn.consents).map(({ against: _against, ...consent }, i) => ({
          ...consent,
          id: CONSENT_IDS[i] ?? '',
          withdrawnAt: later(consent.recordedAt, consent.withdrawnAt),
          expiresAt: later(consent.recordedAt, consent.expiresAt),
          invalidatedAt: consent.givenBy === 'subject' ? null : consent.invalidatedAt,
        })),
        disclosures: drawn.disclosures.map(({ item, astray, bySelf, byOwner, owner, ...disclosure }, i) => {
          const shared = items[item % items.length];
          const of = astray ? owner : (shared?.owner ?? owner);
          const owners = drawn.users.filter(({ agency: home }) => home === of);
          const emergency = disclosure.kind === 'emergency';
          const named = emergency ? (disclosure.user ?? disclosure.authorisedBy) : disclosure.user;
          const authorisedBy = emergency ? (bySelf ? named : disclosure.authorisedBy) : byOwner ? owners[0]?.id : disclosure.authorisedBy;
          const [authorisedAt, expiresAt] = inOrder([disclosure.authorisedAt, disclosure.expiresAt]);
          return {
            ...disclosure,
            id: `d${i}`,
            case: shared?.case ?? '',
            subject: shared?.subject ?? '',
            owner: of,
            user: named,
            recipient: emergency ? (homeOf.get(named ?? '') ?? '') : disclosure.recipient,
            authorisedBy: authorisedBy ?? disclosure.authorisedBy,
            authorisedAt,
            expiresAt,
            revokedAt: later(authorisedAt, disclosure.revokedAt),
          };
        }),
        items,
        mustNotReceive: drawn.mustNotReceive.map(({ subject: whose, user: who, agency: which, period: [from, to] }) =>
          who === null ? { subject: whose, agency: which, from, to } : { subject: whose, user: who, from, to },
        ),
        questions: [],
      };
    })
    .map((scenario) => parseScenario('generated', JSON.stringify(scenario)));
}

interface DrawnConsent {
  subject: string;
  purpose: string;
  recipients: string[];
  categories: string[];
  decision: 'given' | 'refused';
  givenBy: string;
  competent: boolean;
  recordedAt: string;
  against: boolean;
}

/** Consents of which some were recorded at the same instant as the one before, by whom it was, and say the opposite: by chance that is too rare. */
function someAgainst<C extends DrawnConsent>(consents: readonly C[]): C[] {
  const all: C[] = [];
  for (const one of consents) {
    const before = all.at(-1);
    if (!one.against || before === undefined) all.push(one);
    else {
      const { subject, purpose, recipients, categories, givenBy, competent, recordedAt } = before;
      all.push({ ...one, subject, purpose, recipients, categories, givenBy, competent, recordedAt, decision: before.decision === 'given' ? 'refused' : 'given' });
    }
  }
  return all;
}

/** Valid worlds without questions. */
export const worlds: fc.Arbitrary<Scenario> = fc
  .record({
    counts: fc.record({ agencies: fc.integer({ min: 2, max: 3 }), users: fc.integer({ min: 3, max: 4 }), subjects: fc.integer({ min: 1, max: 2 }) }),
    moments: fc.uniqueArray(fc.constantFrom(...INSTANTS), { minLength: 2, maxLength: 5 }),
  })
  .chain(({ counts, moments }) => scenarioOf(counts, moments));

const DAY = 86_400_000;

/** When something begins or ends in a world, and a millisecond before. */
function edgesOf(scenario: Scenario): string[] {
  const dates = [
    ...scenario.agreements.flatMap(({ validFrom, validTo, signatures }) => [validFrom, validTo, ...signatures.flatMap(({ on, withdrawnOn }) => [on, withdrawnOn])]),
    ...scenario.users.map(({ trainingValidTo }) => trainingValidTo),
    ...scenario.subjects.map(({ dateOfBirth }) => (dateOfBirth === null ? null : birthdayDate(dateOfBirth, 16))),
  ].flatMap((one) => (typeof one === 'string' ? [startOfDay(one)] : []));
  const instants = [
    ...scenario.cases.flatMap(({ circle }) => circle.flatMap(({ from, to }) => [from, to])),
    ...scenario.consents.flatMap(({ recordedAt, withdrawnAt, expiresAt, invalidatedAt }) => [recordedAt, withdrawnAt, expiresAt, invalidatedAt]),
    ...scenario.disclosures.flatMap(({ authorisedAt, expiresAt, revokedAt }) => [authorisedAt, expiresAt, revokedAt]),
    ...scenario.mustNotReceive.flatMap(({ from, to }) => [from, to]),
  ].flatMap((one) => (typeof one === 'string' ? [ms(one)] : []));
  const emergencies = scenario.disclosures.filter(({ kind }) => kind === 'emergency').map(({ authorisedAt }) => ms(authorisedAt) + DAY);
  const edges = new Set([...dates, ...instants, ...emergencies].flatMap((at) => [at, at - 1]));
  return [...edges].map((at) => new Date(at).toISOString()).filter((text) => text >= '2026');
}

/** A world, and some of the times at which something changes in it. */
export const worldsAndTimes: fc.Arbitrary<[Scenario, string[]]> = worlds.chain((scenario) =>
  fc.tuple(fc.constant(scenario), fc.shuffledSubarray(edgesOf(scenario), { minLength: 1, maxLength: 5 })),
);
