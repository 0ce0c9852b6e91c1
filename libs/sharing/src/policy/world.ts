import type { Basis, ConsentGiver, Marking } from './vocabulary.js';
import type { CalendarDate, Instant } from './time.js';

/** Every one, said aloud: all signatories of an agreement, or all fields of a category. Never the absence of a list. */
export const ALL = '*';
export type AllOr<T> = typeof ALL | T;

/** Fields by category, as a term or disclosure lists them. */
export type Categories = ReadonlyMap<string, AllOr<ReadonlySet<string>>>;

export interface Agency {
  id: string;
  /** Whether others may open this agency's items in an emergency. */
  emergencyAccess: boolean;
}

export interface Signature {
  agency: string;
  from: Instant;
  /** When it was withdrawn; null while it stands. */
  to: Instant | null;
}

export interface Term {
  id: string;
  purpose: string;
  from: AllOr<ReadonlySet<string>>;
  to: AllOr<ReadonlySet<string>>;
  categories: Categories;
  basis: Basis;
  export: boolean;
}

export interface Agreement {
  id: string;
  /** Whether it is in force, by its status alone: neither draft, suspended nor ended. */
  active: boolean;
  validFrom: Instant;
  validTo: Instant;
  signatures: readonly Signature[];
  terms: readonly Term[];
}

export interface Subject {
  id: string;
  /** Terms on consent never apply to a place or a group. */
  kind: 'person' | 'group' | 'place';
  /** Null: treated as an adult. */
  dateOfBirth: CalendarDate | null;
}

/** A user as they act: for one agency. */
export interface User {
  id: string;
  agency: string;
  active: boolean;
  roles: readonly string[];
  trainingValidTo: Instant | null;
  /** Subjects with whom the user has a conflict of interest. */
  relatedSubjects: readonly string[];
}

export interface CirclePlace {
  agency: string;
  from: Instant;
  to: Instant | null;
  /** Null: the whole agency. An empty set admits nobody. */
  users: ReadonlySet<string> | null;
}

export interface Case {
  id: string;
  purpose: string;
  owner: string;
  subjects: readonly string[];
  excludedUsers: readonly string[];
  circle: readonly CirclePlace[];
}

export interface Consent {
  id: string;
  subject: string;
  purpose: string;
  recipients: ReadonlySet<string>;
  categories: ReadonlySet<string>;
  given: boolean;
  givenBy: ConsentGiver;
  competent: boolean;
  recordedAt: Instant;
  withdrawnAt: Instant | null;
  expiresAt: Instant | null;
  invalidatedAt: Instant | null;
}

export interface Disclosure {
  id: string;
  kind: 'authorised' | 'emergency';
  case: string;
  subject: string;
  owner: string;
  recipient: string;
  /** Null: any user of the recipient; never in an emergency. */
  user: string | null;
  categories: Categories;
  gateway: string;
  export: boolean;
  authorisedBy: string;
  /** The agency for which the user who authorised it acted. */
  authorisedFor: string;
  authorisedAt: Instant;
  expiresAt: Instant;
  revokedAt: Instant | null;
}

/** Who must never learn of a subject, in a period: one user, or a whole agency. */
export type MustNotReceive = { subject: string; from: Instant; to: Instant | null } & ({ user: string } | { agency: string });

export interface Item {
  id: string;
  case: string;
  subject: string;
  owner: string;
  category: string;
  marking: Marking;
  namedReaders: ReadonlySet<string>;
  fields: readonly string[];
}

/**
 * All that the policy looks at, in memory: what a scenario file or a service's rows are turned into.
 * It is read only: an evaluator may keep what it worked out about a world for as long as it has the world.
 */
export interface SharingWorld {
  agencies: readonly Agency[];
  agreements: readonly Agreement[];
  subjects: readonly Subject[];
  users: readonly User[];
  cases: readonly Case[];
  consents: readonly Consent[];
  disclosures: readonly Disclosure[];
  items: readonly Item[];
  mustNotReceive: readonly MustNotReceive[];
}
