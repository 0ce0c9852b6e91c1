import type { Action } from '../policy/vocabulary.js';
import { Sql, sql } from './sql.js';

/** Who reads, how and when: the question that lists, searches, counts, exports and jobs ask of the database. */
export interface ReaderQuestion {
  partnershipId: string;
  userId: string;
  /** The membership by which the user acts; it is of `agencyId`. */
  membershipId: string;
  agencyId: string;
  action: Action;
  at: Date;
}

/**
 * What the policy needs to know of the reader, as a row `me` that is worked out once a statement: all null, which
 * permits nothing, when there is no such membership.
 */
export function readerOf(question: ReaderQuestion): Sql {
  const { partnershipId, membershipId, userId, agencyId, at, action } = question;
  return sql`sharing_reader(${partnershipId}::uuid, ${membershipId}::uuid, ${userId}::uuid, ${agencyId}::uuid, ${at.toISOString()}::timestamptz, ${action}::text) me`;
}

const setting = (key: string): string => `nullif(current_setting('app.${key}', true), '')`;

/**
 * The same from the session's settings, for policies of tables. A session that names no time or action asks to read
 * now, by the clock of the database; one that names nobody reads nothing.
 */
export const sessionReader = new Sql(
  `sharing_reader(${setting('partnership_id')}::uuid, ${setting('membership_id')}::uuid, ${setting('user_id')}::uuid, ` +
    `${setting('agency_id')}::uuid, coalesce(${setting('at')}::timestamptz, now()), coalesce(${setting('action')}, 'read')) me`,
);

/** Parameters by which a function in the database asks for another reader than the session's. */
export const NAMED_READER = 'reader_membership uuid, reader_user uuid, reader_agency uuid, reader_at timestamptz, reader_action text';

/** The same from those parameters, in the partnership of the session. */
export const namedReader = new Sql(
  `sharing_reader(${setting('partnership_id')}::uuid, reader_membership, reader_user, reader_agency, reader_at, reader_action) me`,
);
