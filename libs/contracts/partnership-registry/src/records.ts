import { code, defineRoute, id, instant, line, version } from '@concordat/contracts-protocol';
import { z } from 'zod';

/** What every mutable record of the registry carries; a write names the version that its writer saw. */
export const recorded = { version, updatedAt: instant };

/** Why something was done, as its history keeps it. */
export const why = z.string().trim().min(1, 'Enter a reason').max(500, 'Reason must be 500 characters or fewer');

/** The kinds of record whose history can be read. `agency` is an agency's place in the partnership. */
export const RECORD_KINDS = ['partnership', 'agency', 'person', 'membership', 'forum', 'agreement', 'directory-service', 'reference-entry'] as const;

export const recordChange = z.strictObject({
  field: z.string(),
  from: z.unknown(),
  to: z.unknown(),
  /** User who made it; null for timed work. */
  by: id.nullable(),
  at: instant,
  version,
  why: z.string().nullable(),
});

/** Who changed what from what to what, when and why; newest first. */
export const recordHistory = defineRoute({
  service: 'partnership-registry',
  method: 'GET',
  path: '/history/:kind/:recordId',
  summary: 'What was changed in a record',
  params: z.strictObject({ kind: z.enum(RECORD_KINDS), recordId: id }),
  response: z.strictObject({ changes: z.array(recordChange) }),
});

/** A short code of a dated reference list, as a record cites it. */
export const listed = code;

/** A name with its id. */
export const named = z.strictObject({ id, name: line });
