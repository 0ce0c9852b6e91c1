import { instant, startOfDay, type CalendarDate, type Instant } from '../policy/time.js';
import { ALL, type AllOr, type Case, type Categories, type Consent, type Disclosure, type Item, type MustNotReceive, type SharingWorld, type User } from '../policy/world.js';
import { remembered, type HistoryRow } from './remembered-rows.js';

/** The world that the evaluator in memory takes, put together from rows as they were. */
export function worldOfRows(rows: readonly HistoryRow[]): SharingWorld {
  const agencies = remembered(rows, 'agency_projection').map(({ was }) => was);
  const closed = new Set(agencies.filter((agency) => !agency.active).map((agency) => agency.agency_id));
  const open = remembered(rows, 'partnership_projection').every(({ was }) => was.active);
  return {
    agencies: agencies.map((agency) => ({ id: agency.agency_id, emergencyAccess: agency.emergency_access })),
    agreements: remembered(rows, 'agreement_projection').map(({ id, was }) => ({
      id,
      active: was.status === 'active',
      validFrom: startOfDay(was.valid_from),
      validTo: startOfDay(was.valid_to),
      signatures: was.signatures.map(({ agencyId, on, withdrawnOn }) => ({ agency: agencyId, from: startOfDay(on), to: dayOrNull(withdrawnOn ?? null) })),
      terms: was.terms.map((term) => ({ ...term, from: allOrSet(term.from), to: allOrSet(term.to), categories: categoriesOf(term.categories) })),
    })),
    subjects: remembered(rows, 'subject').map(({ id, was }) => ({ id, kind: was.kind, dateOfBirth: dateOfBirthOf(was.sixteenth_birthday) })),
    users: usersOf(rows, (agency) => open && !closed.has(agency)),
    cases: casesOf(rows),
    consents: consentsOf(rows),
    disclosures: disclosuresOf(rows),
    items: itemsOf(rows),
    mustNotReceive: remembered(rows, 'must_not_receive').map(({ about, was }): MustNotReceive => {
      const entry = { subject: about ?? '', from: instant(was.from_at), to: instantOrNull(was.to_at) };
      return was.user_id === null ? { ...entry, agency: was.agency_id ?? '' } : { ...entry, user: was.user_id };
    }),
  };
}

/** Each membership is a user as they act: the world of a question holds the one that asks. */
function usersOf(rows: readonly HistoryRow[], isOpen: (agency: string) => boolean): User[] {
  const related = remembered(rows, 'related_subject');
  return remembered(rows, 'membership_projection').map(({ was }) => ({
    id: was.user_id,
    agency: was.agency_id,
    active: was.active && isOpen(was.agency_id),
    roles: was.roles,
    trainingValidTo: dayOrNull(was.training_valid_to),
    relatedSubjects: related.filter(({ about }) => about === was.user_id).map((one) => one.was.subject_id),
  }));
}

function casesOf(rows: readonly HistoryRow[]): Case[] {
  const subjects = remembered(rows, 'case_subject');
  const excluded = remembered(rows, 'case_exclusion');
  const circle = remembered(rows, 'circle_entry');
  return remembered(rows, 'case').map(({ id, was }) => ({
    id,
    purpose: was.purpose,
    owner: was.owner_agency_id,
    subjects: subjects.filter(({ about }) => about === id).map((one) => one.was.subject_id),
    excludedUsers: excluded.filter(({ about }) => about === id).map((one) => one.was.user_id),
    circle: circle
      .filter(({ about }) => about === id)
      .map((one) => ({
        agency: one.was.agency_id, from: instant(one.was.from_at), to: instantOrNull(one.was.to_at), users: one.was.user_ids === null ? null : new Set(one.was.user_ids),
      })),
  }));
}

function consentsOf(rows: readonly HistoryRow[]): Consent[] {
  return remembered(rows, 'consent').map(({ id, about, was }) => ({
    id,
    subject: about ?? '',
    purpose: was.purpose,
    recipients: new Set(was.recipient_agency_ids),
    categories: new Set(was.categories),
    given: was.decision === 'given',
    givenBy: was.given_by,
    competent: was.competent,
    recordedAt: instant(was.recorded_at),
    withdrawnAt: instantOrNull(was.withdrawn_at),
    expiresAt: instantOrNull(was.expires_at),
    invalidatedAt: instantOrNull(was.invalidated_at),
  }));
}

function disclosuresOf(rows: readonly HistoryRow[]): Disclosure[] {
  return remembered(rows, 'disclosure').map(({ id, about, was }) => ({
    id,
    kind: was.kind,
    case: about ?? '',
    subject: was.subject_id,
    owner: was.owner_agency_id,
    recipient: was.recipient_agency_id,
    user: was.user_id,
    categories: categoriesOf(was.categories),
    gateway: was.gateway,
    export: was.exportable,
    authorisedBy: was.authorised_by_user_id,
    authorisedFor: was.authorised_for_agency_id,
    authorisedAt: instant(was.authorised_at),
    expiresAt: instant(was.expires_at),
    revokedAt: instantOrNull(was.revoked_at),
  }));
}

function itemsOf(rows: readonly HistoryRow[]): Item[] {
  const readers = remembered(rows, 'item_reader');
  return remembered(rows, 'item').map(({ id, was }) => ({
    id,
    case: was.case_id,
    subject: was.subject_id,
    owner: was.owner_agency_id,
    category: was.category,
    marking: was.marking === 'none' ? 'standard' : was.marking,
    namedReaders: new Set(readers.filter(({ about }) => about === id).map((one) => one.was.user_id)),
    fields: was.fields,
  }));
}

/** The services keep the birthdays that the policy compares, and not the date of birth itself. */
function dateOfBirthOf(sixteenthBirthday: CalendarDate | null): CalendarDate | null {
  return sixteenthBirthday === null ? null : `${String(Number(sixteenthBirthday.slice(0, 4)) - 16)}${sixteenthBirthday.slice(4)}`;
}

const allOrSet = (listed: '*' | readonly string[]): AllOr<ReadonlySet<string>> => (listed === ALL ? ALL : new Set(listed));
const categoriesOf = (listed: Record<string, '*' | string[]>): Categories => new Map(Object.entries(listed).map(([category, fields]) => [category, allOrSet(fields)]));
const instantOrNull = (text: string | null): Instant | null => (text === null ? null : instant(text));
const dayOrNull = (date: string | null): Instant | null => (date === null ? null : startOfDay(date));
