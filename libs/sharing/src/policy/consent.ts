import { byCodePoint } from './code-points.js';
import { ageAt, within, type Instant } from './time.js';
import { AGE_OF_ATTORNEY, AGE_OF_OWN_CONSENT, type ConsentGiver } from './vocabulary.js';
import type { Consent, Subject } from './world.js';
import type { WorldIndex } from './world-index.js';

/** What consent is asked for: whose information, why, to whom, of which kind, when. */
export interface ConsentSought {
  subject: string;
  purpose: string;
  recipient: string;
  category: string;
  at: Instant;
}

/**
 * The record by which `sought` is consented to, or null. Only the latest record that counts decides: when that one
 * is a refusal, withdrawn or run out, an earlier consent does not come back.
 */
export function consentFor(world: WorldIndex, sought: ConsentSought): Consent | null {
  const subject = world.subject(sought.subject);
  if (subject === undefined || subject.kind !== 'person') return null;
  const asked = world
    .consentsOf(sought.subject)
    .filter((record) => record.purpose === sought.purpose && record.recipients.has(sought.recipient) && record.categories.has(sought.category));
  const latest = asked.filter((record) => counts(record, subject, asked, sought.at)).sort(deciding)[0];
  return latest !== undefined && stands(latest, subject, sought.at) ? latest : null;
}

function counts(record: Consent, subject: Subject, asked: readonly Consent[], at: Instant): boolean {
  return record.recordedAt <= at && (record.invalidatedAt === null || at < record.invalidatedAt) && couldDecide(record, subject, asked);
}

/** Why somebody could not decide on sharing: a child under 16 not assessed as competent, and so on. */
export type GiverFault = 'child-not-competent' | 'parent-of-adult' | 'child-decided' | 'attorney-of-child';

/** What decides whether a giver could decide, as it was at the instant of recording. */
export interface GiverAsked {
  givenBy: ConsentGiver;
  /** The subject was assessed as competent to decide this. */
  competent: boolean;
  /** The subject was {@link AGE_OF_OWN_CONSENT} or over, or has no date of birth. */
  sixteen: boolean;
  /** The subject was {@link AGE_OF_ATTORNEY} or over, or has no date of birth. */
  eighteen: boolean;
  /** A record by the subject, assessed as competent, for the same request stands at or before it, even if withdrawn or run out since. */
  childDecided: boolean;
}

/** Why the giver could not decide, or null when they could: the one rule for what is recorded and for what counts. */
export function giverFault({ givenBy, competent, sixteen, eighteen, childDecided }: GiverAsked): GiverFault | null {
  switch (givenBy) {
    case 'subject':
      return competent || sixteen ? null : 'child-not-competent';
    case 'parental-responsibility':
      // A parent does not override a child who decided.
      if (sixteen) return 'parent-of-adult';
      return childDecided ? 'child-decided' : null;
    case 'attorney':
      return eighteen ? null : 'attorney-of-child';
  }
}

/** Whether the giver of `record` could decide when it was recorded. `asked`: all records for the same request. */
function couldDecide(record: Consent, subject: Subject, asked: readonly Consent[]): boolean {
  return faultOf(record, subject, asked) === null;
}

function faultOf(record: Consent, subject: Subject, asked: readonly Consent[]): GiverFault | null {
  return giverFault({
    givenBy: record.givenBy,
    competent: record.competent,
    sixteen: isAtLeast(AGE_OF_OWN_CONSENT, subject, record.recordedAt),
    eighteen: isAtLeast(AGE_OF_ATTORNEY, subject, record.recordedAt),
    childDecided: asked.some((other) => other.givenBy === 'subject' && other.competent && other.recordedAt <= record.recordedAt),
  });
}

/** How a record of consent stands for what is asked: the one that decides, or why it does not, or does not say yes. */
export const CONSENT_STANDINGS = [
  'gives', 'other-purpose', 'other-recipient', 'other-category', 'not-a-person', 'later', 'invalidated', 'child-not-competent', 'parent-of-adult', 'child-decided',
  'attorney-of-child', 'overtaken', 'refused', 'withdrawn', 'expired', 'parent-after-birthday',
] as const;
export type ConsentStanding = (typeof CONSENT_STANDINGS)[number];

/** Every record of the subject with how it stands; those that decide later than others come first. By the rules of {@link consentFor}. */
export function consentStandings(world: WorldIndex, sought: ConsentSought): { record: Consent; standing: ConsentStanding }[] {
  const subject = world.subject(sought.subject);
  const records = [...world.consentsOf(sought.subject)].sort(deciding);
  if (subject === undefined || subject.kind !== 'person') return records.map((record) => ({ record, standing: 'not-a-person' }));
  const asked = records.filter((record) => elsewhere(record, sought) === null);
  const latest = asked.find((record) => counts(record, subject, asked, sought.at));
  return records.map((record) => ({ record, standing: elsewhere(record, sought) ?? standingOf(record, subject, asked, latest, sought.at) }));
}

function elsewhere(record: Consent, { purpose, recipient, category }: ConsentSought): ConsentStanding | null {
  if (record.purpose !== purpose) return 'other-purpose';
  if (!record.recipients.has(recipient)) return 'other-recipient';
  return record.categories.has(category) ? null : 'other-category';
}

function standingOf(record: Consent, subject: Subject, asked: readonly Consent[], latest: Consent | undefined, at: Instant): ConsentStanding {
  if (record.recordedAt > at) return 'later';
  if (record.invalidatedAt !== null && at >= record.invalidatedAt) return 'invalidated';
  const fault = faultOf(record, subject, asked);
  if (fault !== null) return fault;
  if (record !== latest) return 'overtaken';
  if (stands(record, subject, at)) return 'gives';
  if (!record.given) return 'refused';
  if (!within(at, record.recordedAt, record.withdrawnAt)) return 'withdrawn';
  return within(at, record.recordedAt, record.expiresAt) ? 'parent-after-birthday' : 'expired';
}

/** Latest first; of those recorded at the same instant, a refusal, then the smallest id. */
function deciding(a: Consent, b: Consent): number {
  return b.recordedAt - a.recordedAt || Number(a.given) - Number(b.given) || byCodePoint(a.id, b.id);
}

function stands(record: Consent, subject: Subject, at: Instant): boolean {
  return (
    record.given &&
    within(at, record.recordedAt, record.withdrawnAt) &&
    within(at, record.recordedAt, record.expiresAt) &&
    (record.givenBy !== 'parental-responsibility' || !isAtLeast(AGE_OF_OWN_CONSENT, subject, at))
  );
}

/** A subject with no date of birth is treated as an adult. */
function isAtLeast(age: number, subject: Subject, at: Instant): boolean {
  return subject.dateOfBirth === null || ageAt(subject.dateOfBirth, at) >= age;
}
