import { z } from 'zod';

const id = z.string();
const at = z.string();
const category = z.record(z.string(), z.union([z.literal('*'), z.array(z.string())]));
const agencies = z.union([z.literal('*'), z.array(id)]);

/** What the history keeps of a row, by table: see policy-history.ts. */
const shapes = {
  item: z.object({ case_id: id, subject_id: id, owner_agency_id: id, category: z.string(), fields: z.array(z.string()), marking: z.enum(['none', 'victim-safety']) }),
  case: z.object({ purpose: z.string(), owner_agency_id: id }),
  case_subject: z.object({ subject_id: id }),
  subject: z.object({ kind: z.enum(['person', 'group', 'place']), sixteenth_birthday: z.string().nullable(), eighteenth_birthday: z.string().nullable() }),
  circle_entry: z.object({ agency_id: id, from_at: at, to_at: at.nullable(), user_ids: z.array(id).nullable() }),
  item_reader: z.object({ user_id: id }),
  case_exclusion: z.object({ user_id: id }),
  related_subject: z.object({ subject_id: id }),
  must_not_receive: z.object({ user_id: id.nullable(), agency_id: id.nullable(), from_at: at, to_at: at.nullable() }),
  consent: z.object({
    purpose: z.string(),
    recipient_agency_ids: z.array(id),
    categories: z.array(z.string()),
    decision: z.enum(['given', 'refused']),
    given_by: z.enum(['subject', 'parental-responsibility', 'attorney']),
    competent: z.boolean(),
    recorded_at: at,
    withdrawn_at: at.nullable(),
    expires_at: at.nullable(),
    invalidated_at: at.nullable(),
  }),
  disclosure: z.object({
    kind: z.enum(['authorised', 'emergency']),
    subject_id: id,
    owner_agency_id: id,
    recipient_agency_id: id,
    user_id: id.nullable(),
    categories: category,
    gateway: z.string(),
    exportable: z.boolean(),
    authorised_by_user_id: id,
    authorised_for_agency_id: id,
    authorised_at: at,
    expires_at: at,
    revoked_at: at.nullable(),
  }),
  agreement_projection: z.object({
    status: z.string(),
    valid_from: z.string(),
    valid_to: z.string(),
    signatures: z.array(z.object({ agencyId: id, on: z.string(), withdrawnOn: z.string().nullish() })),
    terms: z.array(
      z.object({
        id,
        purpose: z.string(),
        from: agencies,
        to: agencies,
        categories: category,
        basis: z.enum(['consent', 'public-task', 'legal-obligation', 'vital-interests', 'legitimate-interests', 'recognised-legitimate-interest']),
        export: z.boolean(),
      }),
    ),
  }),
  membership_projection: z.object({ user_id: id, agency_id: id, roles: z.array(z.string()), active: z.boolean(), training_valid_to: z.string().nullable() }),
  agency_projection: z.object({ agency_id: id, active: z.boolean(), emergency_access: z.boolean() }),
  partnership_projection: z.object({ active: z.boolean() }),
};

export type RememberedKind = keyof typeof shapes;
type RowOf = { [Kind in RememberedKind]: z.output<(typeof shapes)[Kind]> };
const shapeOf: { [Kind in RememberedKind]: z.ZodType<RowOf[Kind]> } = shapes;

/** A row of `sharing_history` as the database gives it. */
export interface HistoryRow {
  kind: string;
  row_id: string;
  row_version: number;
  about: string | null;
  was: unknown;
}

export interface Remembered<Kind extends RememberedKind> {
  id: string;
  version: number;
  about: string | null;
  was: RowOf[Kind];
}

/** The rows of one table among those given. @throws z.ZodError when the history keeps something else than is said here */
export function remembered<Kind extends RememberedKind>(rows: readonly HistoryRow[], kind: Kind): Remembered<Kind>[] {
  const shape = shapeOf[kind];
  return rows.filter((row) => row.kind === kind).map((row) => ({ id: row.row_id, version: row.row_version, about: row.about, was: shape.parse(row.was) }));
}
