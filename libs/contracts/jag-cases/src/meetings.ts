import { code, date, defineRoute, id, instant, line, pageOf, pageQuery, text, version, whySeen } from '@concordat/contracts-protocol';
import { z } from 'zod';
import { actionView } from './actions.js';
import { caseRow } from './cases.js';

const service = 'jag-cases' as const;
const meetingParams = z.strictObject({ meetingId: id });

export const meetingState = z.enum(['planned', 'open', 'ended']);

const meetingRow = z.strictObject({
  id,
  version,
  forumCode: code,
  forumName: line,
  /** When it begins. */
  at: instant,
  place: line,
  state: meetingState,
  /** When its agenda is to be sent: the forum's number of working days before. */
  agendaDue: date,
  /** Cases on the agenda that the reader may see. */
  cases: z.int(),
});

export const listMeetings = defineRoute({
  service,
  method: 'GET',
  path: '/meetings',
  summary: 'Meetings of the forums that my agency takes part in',
  query: pageQuery.extend({ when: z.enum(['coming', 'past']).default('coming'), forum: code.optional() }),
  response: pageOf(meetingRow),
});

export const planMeeting = defineRoute({
  service,
  method: 'POST',
  path: '/meetings',
  summary: 'Plan a meeting',
  body: z.strictObject({ forumCode: code, at: instant, place: line }),
  response: z.strictObject({ id, version }),
  status: 201,
});

export const agendaKind = z.enum(['new-nomination', 'review', 'closure', 'urgent']);

const agendaEntry = z.strictObject({
  id,
  /** null for those who cannot record the decision. */
  version: version.nullable(),
  kind: agendaKind,
  /** Added after the agenda was due: urgent, and said so. */
  late: z.boolean(),
  case: caseRow,
  discussion: z.string().nullable(),
  decision: z.string().nullable(),
  /** Why the reader can see what was said and decided, in plain English; nothing where there is nothing that they see. */
  why: whySeen,
  /** null as long as nothing was decided, and for those who may not read what was. */
  decidedAt: instant.nullable(),
  actions: z.array(actionView),
});

/** The meeting and its agenda as this reader may see it: a case that they may not see leaves no trace. */
export const readMeeting = defineRoute({
  service,
  method: 'GET',
  path: '/meetings/:meetingId',
  summary: 'A meeting with its agenda, decisions and actions',
  params: meetingParams,
  response: meetingRow.extend({
    confidentialityReadAt: instant.nullable(),
    /** Whoever runs the meeting sees all; the others the line of their own agency, since that a service was there can tell what a case is about. */
    attendance: z.array(z.strictObject({ agencyId: id, userId: id.nullable(), present: z.boolean(), agreed: z.boolean() })),
    agenda: z.array(agendaEntry),
    may: z.strictObject({ run: z.boolean() }),
  }),
});

export const putOnAgenda = defineRoute({
  service,
  method: 'POST',
  path: '/meetings/:meetingId/agenda',
  summary: 'Put a case on a meeting’s agenda',
  params: meetingParams,
  body: z.strictObject({ caseId: id, kind: agendaKind }),
  response: z.strictObject({ id, late: z.boolean() }),
  status: 201,
});

/** Opens the meeting: the confidentiality statement was read, and who was there agreed to it. Without it no decision can be recorded. */
export const openMeeting = defineRoute({
  service,
  method: 'POST',
  path: '/meetings/:meetingId/opening',
  summary: 'Open a meeting: attendance and the confidentiality statement',
  params: meetingParams,
  body: z.strictObject({
    version,
    statementRead: z.literal(true),
    attendance: z.array(z.strictObject({ agencyId: id, present: z.boolean(), agreed: z.boolean() })).min(1),
  }),
  response: z.strictObject({ id, version, state: meetingState }),
  status: 201,
});

export const recordDecision = defineRoute({
  service,
  method: 'POST',
  path: '/meetings/:meetingId/agenda/:entryId/decision',
  summary: 'Record what the meeting discussed and decided about a case',
  params: z.strictObject({ meetingId: id, entryId: id }),
  body: z.strictObject({ version, discussion: z.string().trim().max(10_000), decision: text }),
  response: z.strictObject({ id, version }),
  status: 201,
});

export const endMeeting = defineRoute({
  service,
  method: 'POST',
  path: '/meetings/:meetingId/end',
  summary: 'End a meeting',
  params: meetingParams,
  body: z.strictObject({ version }),
  response: z.strictObject({ id, version, state: meetingState }),
  status: 201,
});
