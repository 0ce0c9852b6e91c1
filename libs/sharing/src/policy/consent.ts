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
  const fault = giverFault({
    givenBy: record.givenBy,
    competent: record.competent,
    sixteen: isAtLeast(AGE_OF_OWN_CONSENT, subject, record.recordedAt),
    eighteen: isAtLeast(AGE_OF_ATTORNEY, subject, record.recordedAt),
    childDecided: asked.some((other) => other.givenBy === 'subject' && other.competent && other.recordedAt <= record.recordedAt),
  });
  return fault === null;
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
