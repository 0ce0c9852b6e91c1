import { CATEGORIES } from '@concordat/contracts-protocol';
import { z } from 'zod';
import { calendarFault, clockFault } from './calendar.js';
import {
  ACTIONS, AGREEMENT_STATUSES, BASES, CONSENT_DECISIONS, CONSENT_GIVERS, DISCLOSURE_KINDS, GATEWAYS, MARKINGS, SHARING_ROLES,
} from '../policy/vocabulary.js';

/** Length in characters (code points), as JSON Schema counts it. */
const id = z.string().refine((text) => text.length > 0, 'must not be empty').refine((text) => Array.from(text).length <= 100, 'must be at most 100 characters');

const unique = (list: readonly string[]): boolean => new Set(list).size === list.length;
const notRepeated = 'must not list anything twice';
const ids = z.array(id).refine(unique, notRepeated);
const idsOrMore = ids.refine((list) => list.length > 0, 'must list at least one');

const checked = (fault: (text: string) => string | null) =>
  z.string().superRefine((text, context) => {
    const wrong = fault(text);
    if (wrong !== null) context.addIssue({ code: 'custom', message: wrong });
  });
const date = checked(calendarFault);
const instant = checked(clockFault);

const all = z.literal('*');
const fields = z.union([all, idsOrMore], { error: 'must be "*" or a list of at least one field, each once' });
const agencies = z.union([all, idsOrMore], { error: 'must be "*" or a list of at least one agency, each once' });
const category = z.enum(CATEGORIES);
const categories = z.partialRecord(category, fields).refine((listed) => Object.keys(listed).length > 0, 'must list at least one category');
const role = z.enum([...SHARING_ROLES, 'information-governance', 'analyst', 'auditor', 'victim-safety']);

const agency = z.strictObject({ id, parent: id.nullable().optional(), emergencyAccess: z.boolean().optional() });

const signature = z.strictObject({ agency: id, on: date, withdrawnOn: date.nullable().optional() });

const term = z.strictObject({ id, purpose: id, from: agencies, to: agencies, categories, basis: z.enum(BASES), export: z.boolean() });

const agreement = z.strictObject({
  id,
  status: z.enum(AGREEMENT_STATUSES),
  validFrom: date,
  validTo: date,
  signatures: z.array(signature),
  terms: z.array(term),
});

const subject = z.strictObject({ id, dateOfBirth: date.nullable() });

const user = z.strictObject({
  id,
  agency: id,
  active: z.boolean(),
  roles: z.array(role).refine(unique, notRepeated),
  trainingValidTo: date.nullable(),
  relatedSubjects: ids,
});

const circleEntry = z.strictObject({ agency: id, from: instant, to: instant.nullable(), users: ids.nullable() });

const caseOfSubjects = z.strictObject({ id, purpose: id, owner: id, subjects: ids, excludedUsers: ids, circle: z.array(circleEntry) });

const consent = z.strictObject({
  id,
  subject: id,
  purpose: id,
  recipients: ids,
  categories: z.array(category).refine(unique, notRepeated),
  decision: z.enum(CONSENT_DECISIONS),
  givenBy: z.enum(CONSENT_GIVERS),
  competent: z.boolean(),
  recordedAt: instant,
  withdrawnAt: instant.nullable(),
  expiresAt: instant.nullable(),
  invalidatedAt: instant.nullable(),
});

const disclosure = z.strictObject({
  id,
  kind: z.enum(DISCLOSURE_KINDS),
  case: id,
  subject: id,
  owner: id,
  recipient: id,
  user: id.nullable(),
  categories,
  gateway: z.enum(GATEWAYS),
  export: z.boolean(),
  authorisedBy: id,
  authorisedAt: instant,
  expiresAt: instant,
  revokedAt: instant.nullable(),
});

const item = z.strictObject({
  id,
  case: id,
  subject: id,
  owner: id,
  category,
  marking: z.enum(MARKINGS),
  namedReaders: ids,
  fields: idsOrMore,
});

const question = z.strictObject({ id, user: id, action: z.enum(ACTIONS), item: id, at: instant });

const mustNotReceive = z
  .strictObject({ subject: id, user: id.optional(), agency: id.optional(), from: instant, to: instant.nullable() })
  .refine((entry) => (entry.user === undefined) !== (entry.agency === undefined), 'must name either a user or an agency');

/** The shape of a scenario file. */
export const scenario = z.strictObject({
  agencies: z.array(agency),
  agreements: z.array(agreement),
  subjects: z.array(subject),
  users: z.array(user),
  cases: z.array(caseOfSubjects),
  consents: z.array(consent),
  disclosures: z.array(disclosure),
  items: z.array(item),
  questions: z.array(question),
  mustNotReceive: z.array(mustNotReceive),
});

/** A small world and questions about it, as its file has it. */
export type Scenario = z.output<typeof scenario>;
