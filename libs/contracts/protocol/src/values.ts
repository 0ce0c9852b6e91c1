import { z } from 'zod';

/** UUIDv7 of any record; people see {@link reference} instead. */
export const id = z.uuid();

/** Instant as ISO 8601 in UTC, e.g. `2026-02-02T09:00:00.000Z`. */
export const instant = z.iso.datetime({ offset: true });

/** Calendar date in Europe/London, e.g. `2026-02-02`. */
export const date = z.iso.date();

/** Row version that the writer saw; a stale one is answered with 409 `stale-version` and what changed. */
export const version = z.int().positive();

/** Short code of configuration (a forum, purpose, category, reason): lower-case words joined by hyphens. */
export const code = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Use lower-case letters, numbers and hyphens').max(60);

/** One line that a person typed: trimmed, 1 to 200 characters. */
export const line = z.string().trim().min(1, 'Enter a value').max(200, 'Must be 200 characters or fewer');

/** Why a reader can see something, in plain English: a line for each grant. Longer than a line that people type, since it names what they named. */
export const whySeen = z.array(z.string());

/** Free text that a person typed: trimmed, 1 to 10,000 characters. */
export const text = z.string().trim().min(1, 'Enter a value').max(10_000, 'Must be 10,000 characters or fewer');

/** What people see instead of an id: prefix and random letters, e.g. `YJ-7K3M-Q2`. */
export const reference = z.string().regex(/^[A-Z]{2}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{2}$/);

/** Query of a list page: an opaque cursor from the page before, and rows a page. */
export const pageQuery = z.strictObject({
  after: z.string().max(500).optional(),
  size: z.coerce.number().int().min(1).max(100).default(25),
});

/** A keyset page of `item`; `next` is the cursor of the following page, or null on the last. */
export const pageOf = <Item extends z.ZodType>(item: Item) => z.strictObject({ items: z.array(item), next: z.string().nullable() });

/** Information categories of the sharing policy, as the demo partnership starts with them. */
export const CATEGORIES = [
  'identity', 'contact', 'address', 'family', 'education', 'behaviour', 'offending', 'housing', 'health',
  'mental-health', 'substance-use', 'safeguarding', 'domestic-abuse', 'equality', 'professional-opinion',
] as const;
export const category = z.enum(CATEGORIES);
export type Category = (typeof CATEGORIES)[number];

/** Roles that a membership may hold in an agency. */
export const ROLES = [
  'practitioner', 'coordinator', 'manager', 'information-governance', 'analyst', 'auditor', 'victim-safety', 'administrator', 'agency-administrator',
] as const;
export const role = z.enum(ROLES);
export type Role = (typeof ROLES)[number];

/** Roles that may be given information by agreement or disclosure, and that see their own agency's. */
export const SHARING_ROLES = ['practitioner', 'coordinator', 'manager'] as const satisfies readonly Role[];
