import { Ability } from '@casl/ability';
import { consentFor } from './consent.js';
import { hoursAfter, within, type Instant } from './time.js';
import { EMERGENCY_GATEWAY, EMERGENCY_HOURS, OWN_ROLES, SHARING_ROLES, VICTIM_SAFETY_ROLE, type Action, type Refusal } from './vocabulary.js';
import { ALL, type AllOr, type Categories, type Case, type Disclosure, type Signature, type User } from './world.js';
import type { AgreementTerm, ItemOnCase, WorldIndex } from './world-index.js';

/** What a rule asks of an item, besides the user, purpose and time for which the rule was made. */
export interface Condition {
  holds(on: ItemOnCase): boolean;
  /** Fields of the item's category that the rule gives. */
  fields(on: ItemOnCase): AllOr<ReadonlySet<string>>;
  /** Reasons besides the rule's own: the consent that it rests on. */
  restsOn?(on: ItemOnCase): string[];
}

/** The rules for one user, purpose and time. */
export type SharingAbility = Ability<Asked, Condition>;
type Asked = [Action, 'item' | ItemOnCase];

export interface Asking {
  world: WorldIndex;
  user: User;
  purpose: string;
  at: Instant;
}

type RawRule = SharingAbility['rules'][number];

/**
 * The abilities of a user for a purpose at a time, as CASL rules: refusals are inverted rules, grants plain ones,
 * each `because` of the reason that the policy names.
 *
 * Where CASL does not fit, and what is done instead:
 * - It answers by the last rule that matches; here every refusal counts and grants add up. So the rules that match
 *   are all collected (`rulesFor`, `matchesConditions`), and `can` is not called.
 * - Its conditions compare an item's own properties; these look at circles, registers and consents. So they are
 *   functions under a matcher of our own, which also means that no set of conditions is empty and matches everything.
 * - Its field lists are patterns, in which `*` and `.` are not letters, one list for a rule; here field names are
 *   data and differ by category. So a condition gives the fields, and `rulesToFields` is never called.
 * - A rule has one fixed reason; the consent that a term rests on differs by subject. So a condition adds it.
 */
export function abilityOf(asking: Asking): SharingAbility {
  return new Ability<Asked, Condition>([...refusals(asking), ...own(asking), ...agreements(asking), ...disclosures(asking)], {
    conditionsMatcher: (condition) => (on: object) => isItemOnCase(on) && condition.holds(on),
  });
}

function isItemOnCase(on: object): on is ItemOnCase {
  return 'item' in on && 'case' in on;
}

function refusal(reason: Refusal, holds: (on: ItemOnCase) => boolean): RawRule {
  return { action: ['read', 'export'], subject: 'item', inverted: true, reason, conditions: { holds, fields: () => ALL } };
}

/** One inverted rule for each reason of {@link REFUSALS}, in their order. */
export function refusals({ world, user, at }: Asking): RawRule[] {
  return [
    refusal('inactive-user', () => !user.active),
    refusal('training-lapsed', ({ item }) => item.owner !== user.agency && isLapsed(user, at)),
    refusal('conflict-of-interest', (on) => hasConflict(on.case, user)),
    refusal('must-not-receive', (on) => mustNotReceive(world, on.case, user, at)),
    refusal(
      'victim-safety',
      ({ item }) =>
        item.marking === 'victim-safety' &&
        !item.namedReaders.has(user.id) &&
        !(item.owner === user.agency && user.roles.includes(VICTIM_SAFETY_ROLE)),
    ),
  ];
}

/** Whether the user's training, which is asked of those outside the owner, no longer holds or never did. */
export function isLapsed(user: User, at: Instant): boolean {
  return user.trainingValidTo === null || at >= user.trainingValidTo;
}

export function hasConflict(itsCase: Case, user: User): boolean {
  return itsCase.excludedUsers.includes(user.id) || itsCase.subjects.some((subject) => user.relatedSubjects.includes(subject));
}

/** Whether the user or their agency is in the register of any subject of the case. */
export function mustNotReceive(world: WorldIndex, itsCase: Case, user: User, at: Instant): boolean {
  return itsCase.subjects.some((subject) =>
    world
      .mustNotReceive(subject)
      .some((entry) => ('user' in entry ? entry.user === user.id : entry.agency === user.agency) && within(at, entry.from, entry.to)),
  );
}

function own({ user }: Asking): RawRule[] {
  if (!mayOwn(user)) return [];
  return [
    {
      action: ['read', 'export'],
      subject: 'item',
      reason: 'own',
      conditions: { holds: ({ item }) => item.owner === user.agency, fields: () => ALL },
    },
  ];
}

function agreements(asking: Asking): RawRule[] {
  const { world, user, purpose, at } = asking;
  if (!mayShare(user)) return [];
  return world
    .termsTo(user.agency, purpose)
    .filter(({ agreement }) => isSigned(agreement.signatures, user.agency, at))
    .map(({ agreement, term }): RawRule => {
      const consent = (on: ItemOnCase) =>
        consentFor(world, { subject: on.item.subject, purpose, recipient: user.agency, category: on.item.category, at });
      return {
        action: term.export ? ['read', 'export'] : 'read',
        subject: 'item',
        reason: `term:${agreement.id}/${term.id}`,
        conditions: {
          holds: (on) =>
            isInCircle(on.case, user, at) && covers({ agreement, term }, on, asking) && (term.basis !== 'consent' || consent(on) !== null),
          fields: ({ item }) => fieldsFor(term.categories, item.category),
          restsOn: (on) => {
            const rests = term.basis === 'consent' ? consent(on) : null;
            return rests === null ? [] : [`consent:${rests.id}`];
          },
        },
      };
    });
}

function disclosures({ world, user, at }: Asking): RawRule[] {
  if (!mayShare(user)) return [];
  const rules: RawRule[] = [];
  for (const disclosure of world.disclosuresTo(user.agency)) {
    if (!within(at, disclosure.authorisedAt, endOf(disclosure))) continue;
    const emergency = disclosure.kind === 'emergency';
    rules.push({
      action: disclosure.export && !emergency ? ['read', 'export'] : 'read',
      subject: 'item',
      reason: `disclosure:${disclosure.id}`,
      conditions: {
        holds: (on) => concerns(disclosure, on, user) && (emergency ? opensInEmergency(disclosure, user, world) : isAuthorised(disclosure, on, user, at)),
        fields: ({ item }) => fieldsFor(disclosure.categories, item.category),
      },
    });
  }
  return rules;
}

function concerns(disclosure: Disclosure, on: ItemOnCase, user: User): boolean {
  return on.item.owner !== user.agency && isOf(disclosure, on);
}

/** Whether the disclosure is of what the item's owner holds about its subject on its case. */
export function isOf(disclosure: Disclosure, { item }: ItemOnCase): boolean {
  return disclosure.case === item.case && disclosure.subject === item.subject && disclosure.owner === item.owner;
}

function isAuthorised(disclosure: Disclosure, on: ItemOnCase, user: User, at: Instant): boolean {
  return disclosure.authorisedFor === disclosure.owner && isInCircle(on.case, user, at) && (disclosure.user === null || disclosure.user === user.id);
}

function opensInEmergency(disclosure: Disclosure, user: User, world: WorldIndex): boolean {
  return (
    disclosure.user === user.id &&
    disclosure.authorisedBy === user.id &&
    disclosure.gateway === EMERGENCY_GATEWAY &&
    world.allowsEmergencyAccess(disclosure.owner)
  );
}

export function endOf(disclosure: Disclosure): Instant {
  let end = disclosure.expiresAt;
  if (disclosure.revokedAt !== null && disclosure.revokedAt < end) end = disclosure.revokedAt;
  if (disclosure.kind !== 'emergency') return end;
  const limit = hoursAfter(disclosure.authorisedAt, EMERGENCY_HOURS);
  return limit < end ? limit : end;
}

/**
 * Whether the agreement is in force and signed by both, and the term goes from the item's owner to the user's agency
 * for the case's purpose and lists the item's category. Neither circle, consent nor action is looked at.
 */
export function covers({ agreement, term }: AgreementTerm, { item, case: itsCase }: ItemOnCase, { user, purpose, at }: Asking): boolean {
  return (
    item.owner !== user.agency &&
    agreement.active &&
    within(at, agreement.validFrom, agreement.validTo) &&
    isSigned(agreement.signatures, item.owner, at) &&
    isSigned(agreement.signatures, user.agency, at) &&
    term.purpose === purpose &&
    itsCase.purpose === purpose &&
    (term.from === ALL || term.from.has(item.owner)) &&
    (term.to === ALL || term.to.has(user.agency)) &&
    term.categories.has(item.category)
  );
}

export function isSigned(signatures: readonly Signature[], agency: string, at: Instant): boolean {
  return signatures.some((signature) => signature.agency === agency && within(at, signature.from, signature.to));
}

/** The agency that owns the case is in its circle throughout. */
export function isInCircle(itsCase: Case, user: User, at: Instant): boolean {
  return (
    itsCase.owner === user.agency ||
    itsCase.circle.some(
      (entry) => entry.agency === user.agency && within(at, entry.from, entry.to) && (entry.users === null || entry.users.has(user.id)),
    )
  );
}

const nothing: ReadonlySet<string> = new Set();

/** Fields that are listed for the category: none where it is not listed. */
export function fieldsFor(categories: Categories, category: string): AllOr<ReadonlySet<string>> {
  return categories.get(category) ?? nothing;
}

export function mayShare(user: User): boolean {
  return SHARING_ROLES.some((role) => user.roles.includes(role));
}

export function mayOwn(user: User): boolean {
  return OWN_ROLES.some((role) => user.roles.includes(role));
}
