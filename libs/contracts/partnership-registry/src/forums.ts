import { code, defineRoute, id, line, pageOf, pageQuery, version } from '@concordat/contracts-protocol';
import { z } from 'zod';
import { listed, recorded } from './records.js';

export const SUBJECT_KINDS = ['person', 'group', 'place'] as const;

const age = z.int('Enter a whole number').min(0).max(120).nullable();
const details = {
  name: line,
  /** An entry of the reference list `purposes`: each of its cases has it. */
  purpose: listed,
  subjectKinds: z.array(z.enum(SUBJECT_KINDS)).min(1, 'Select at least one kind of subject'),
  minimumAge: age,
  /** The last age that is taken, in whole years. */
  maximumAge: age,
  criteria: z.array(z.strictObject({ code, text: line })).max(50),
  /** The agency whose coordinators and managers run it, and which owns its cases. */
  ownerAgencyId: id,
  coreAgencyIds: z.array(id).max(100),
  /** Working days before a meeting on which its agenda is sent. */
  agendaDays: z.int('Enter a whole number').min(0).max(30),
};

/** Two letters that begin its cases' references. */
const referencePrefix = z.string().regex(/^[A-Z]{2}$/, 'Enter two capital letters');

export const forum = z.strictObject({ id, code, referencePrefix, ...details, active: z.boolean(), ...recorded });
export type Forum = z.output<typeof forum>;

const params = z.strictObject({ forumId: id });

/** By name; those no longer held are listed where `ended` is asked. */
export const listForums = defineRoute({
  service: 'partnership-registry',
  method: 'GET',
  path: '/forums',
  summary: 'Forums of the partnership',
  query: pageQuery.extend({ ended: z.stringbool().default(false) }),
  response: pageOf(forum),
});

export const getForum = defineRoute({
  service: 'partnership-registry',
  method: 'GET',
  path: '/forums/:forumId',
  summary: 'One forum',
  params,
  response: forum,
});

/** Administrators. Its code and prefix stay as they are for good. 422 `code-taken`, `prefix-taken`. */
export const addForum = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/forums',
  summary: 'Add a forum',
  body: z.strictObject({ code, referencePrefix, ...details }),
  response: forum,
  status: 201,
});

/** Administrators. */
export const changeForum = defineRoute({
  service: 'partnership-registry',
  method: 'PUT',
  path: '/forums/:forumId',
  summary: 'Change a forum',
  params,
  body: z.strictObject({ version, ...details, active: z.boolean() }),
  response: forum,
});
