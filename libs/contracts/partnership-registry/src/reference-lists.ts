import { code, date, defineRoute, id, line, version } from '@concordat/contracts-protocol';
import { z } from 'zod';
import { recorded } from './records.js';

/** The lists that a partnership keeps for itself, as dated rows: an entry that is no longer used keeps its name on old records. */
export const REFERENCE_LISTS = ['purposes', 'categories', 'gateways', 'closing-reasons', 'agency-kinds', 'service-kinds'] as const;
export const referenceList = z.enum(REFERENCE_LISTS);
export type ReferenceList = z.output<typeof referenceList>;

export const referenceEntry = z.strictObject({
  id,
  list: referenceList,
  code,
  name: line,
  validFrom: date,
  /** The first date on which it can no longer be chosen. */
  validTo: date.nullable(),
  /** Its place in the list. */
  position: z.int().min(0),
  /** Of a kind of agency: a health or social care authority, of which gateways may take no personal information. */
  healthOrSocialCare: z.boolean(),
  ...recorded,
});
export type ReferenceEntry = z.output<typeof referenceEntry>;

/** Whole lists, in order; `on` leaves out what cannot be chosen on that date. */
export const getReferenceList = defineRoute({
  service: 'partnership-registry',
  method: 'GET',
  path: '/reference-lists/:list',
  summary: 'A reference list',
  params: z.strictObject({ list: referenceList }),
  query: z.strictObject({ on: date.optional() }),
  response: z.strictObject({ entries: z.array(referenceEntry) }),
});

/** Administrators. 422 `code-taken`. */
export const addReferenceEntry = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/reference-lists/:list/entries',
  summary: 'Add an entry to a reference list',
  params: z.strictObject({ list: referenceList }),
  body: z.strictObject({ code, name: line, validFrom: date, validTo: date.nullable().default(null), position: z.int().min(0).max(10_000), healthOrSocialCare: z.boolean().default(false) }),
  response: referenceEntry,
  status: 201,
});

/** Administrators. Its code stays as it is for good. */
export const changeReferenceEntry = defineRoute({
  service: 'partnership-registry',
  method: 'PUT',
  path: '/reference-entries/:entryId',
  summary: 'Change an entry of a reference list',
  params: z.strictObject({ entryId: id }),
  body: z.strictObject({ version, name: line, validFrom: date, validTo: date.nullable(), position: z.int().min(0).max(10_000), healthOrSocialCare: z.boolean().default(false) }),
  response: referenceEntry,
});
