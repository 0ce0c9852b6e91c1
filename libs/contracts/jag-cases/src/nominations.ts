import { code, date, defineRoute, id, instant, line, pageOf, pageQuery, reference, text, version, whySeen } from '@concordat/contracts-protocol';
import { z } from 'zod';

const service = 'jag-cases' as const;
const draftParams = z.strictObject({ draftId: id });

/** Asked before anything else: a nomination is no substitute for 999 or children's social care. */
const danger = z
  .strictObject({ immediateDanger: z.boolean(), harmToChild: z.boolean(), done: z.string().trim().max(10_000) })
  .refine((answer) => !(answer.immediateDanger || answer.harmToChild) || answer.done.length > 0, {
    path: ['done'],
    message: 'Say what was done: who was told, and when',
  });

const person = z.strictObject({
  /** A person already known, found by search; null for somebody new. */
  subjectId: id.nullable(),
  givenName: line,
  familyName: line,
  otherNames: z.string().trim().max(200),
  dateOfBirth: date,
  school: z.string().trim().max(200),
  address: z.string().trim().max(500),
});

const incidents = z
  .array(z.strictObject({ on: date, reportedTo: z.string().trim().max(200), what: text }))
  .min(1, 'Add at least one thing that happened')
  .max(50);

const knows = z
  .strictObject({ knows: z.boolean(), whyNot: z.string().trim().max(2000) })
  .refine((answer) => answer.knows || answer.whyNot.length > 0, { path: ['whyNot'], message: 'Say why they have not been told' });

/** The sharing of a nomination rests on a legal gateway by default; on consent where the term asks for it. */
const sharingBasis = z.discriminatedUnion('basis', [
  z.strictObject({ basis: z.literal('gateway'), gateway: code, why: text }),
  z.strictObject({
    basis: z.literal('consent'),
    givenBy: z.enum(['subject', 'parental-responsibility']),
    /** The subject was assessed as competent to decide this; needed where a subject under 16 decides. */
    competent: z.boolean(),
    givenByName: line,
    givenOn: date,
    explained: text,
  }),
]);

/** The pages of a nomination; each is saved as it is finished, in any order after the first. */
export const nominationAnswers = z.strictObject({
  danger: danger.optional(),
  person: person.optional(),
  incidents: incidents.optional(),
  harmed: text.optional(),
  tried: text.optional(),
  asked: text.optional(),
  ownView: z.strictObject({ view: z.string().trim().max(10_000), whyNot: z.string().trim().max(2000) }).optional(),
  told: z.strictObject({ youngPerson: knows, parent: knows }).optional(),
  sharing: sharingBasis.optional(),
});
export const NOMINATION_STEPS = ['danger', 'person', 'incidents', 'harmed', 'tried', 'asked', 'ownView', 'told', 'sharing'] as const;
export type NominationStep = (typeof NOMINATION_STEPS)[number];
export type NominationAnswers = z.output<typeof nominationAnswers>;

const draft = z.strictObject({
  id,
  version,
  forumCode: code,
  forumName: line,
  startedAt: instant,
  savedAt: instant,
  expiresAt: instant,
  answers: nominationAnswers,
  /** Steps without an acceptable answer yet. */
  missing: z.array(z.enum(NOMINATION_STEPS)),
  /** The case that it became; null until it is sent. From then on the answers stand in the case, and no more here. */
  sent: z.strictObject({ caseId: id, reference }).nullable(),
});

/** The forums that the caller's agency may nominate to, with their criteria. */
export const listForums = defineRoute({
  service,
  method: 'GET',
  path: '/forums',
  summary: 'Forums of the partnership',
  response: z.strictObject({
    items: z.array(
      z.strictObject({
        code,
        name: line,
        purpose: code,
        ownerAgencyId: id,
        coreAgencyIds: z.array(id),
        subjectKinds: z.array(z.enum(['person', 'group', 'place'])),
        minimumAge: z.int().nullable(),
        maximumAge: z.int().nullable(),
        criteria: z.array(z.strictObject({ code, text: line })),
      }),
    ),
  }),
});

/** Begins a draft, kept on the server for 90 days and open to its author alone; any other is answered "not found". */
export const beginNomination = defineRoute({
  service,
  method: 'POST',
  path: '/nomination-drafts',
  summary: 'Begin a nomination',
  body: z.strictObject({ forumCode: code }),
  response: draft,
  status: 201,
});

export const listNominationDrafts = defineRoute({
  service,
  method: 'GET',
  path: '/nomination-drafts',
  summary: 'My unfinished nominations',
  query: pageQuery,
  response: pageOf(draft.pick({ id: true, forumCode: true, forumName: true, startedAt: true, savedAt: true, expiresAt: true, missing: true })),
});

export const readNominationDraft = defineRoute({
  service,
  method: 'GET',
  path: '/nomination-drafts/:draftId',
  summary: 'One of my unfinished nominations',
  params: draftParams,
  response: draft,
});

/** Saves the steps that are given and keeps the others. */
export const saveNominationDraft = defineRoute({
  service,
  method: 'PATCH',
  path: '/nomination-drafts/:draftId',
  summary: 'Save answers of a nomination',
  params: draftParams,
  body: z.strictObject({ version, answers: nominationAnswers }),
  response: draft,
});

export const discardNominationDraft = defineRoute({
  service,
  method: 'DELETE',
  path: '/nomination-drafts/:draftId',
  summary: 'Discard an unfinished nomination and what it holds',
  params: draftParams,
  response: z.strictObject({ discarded: z.literal(true) }),
});

/** Sends the nomination: 422 `nomination-incomplete` names the steps that are missing; sent twice, it is one case. */
export const submitNomination = defineRoute({
  service,
  method: 'POST',
  path: '/nomination-drafts/:draftId/submission',
  summary: 'Send a nomination to its forum',
  params: draftParams,
  body: z.strictObject({ version }),
  response: z.strictObject({ caseId: id, reference }),
  status: 201,
});

const foundPerson = z.strictObject({
  subjectId: id,
  givenName: z.string(),
  familyName: z.string(),
  dateOfBirth: date.nullable(),
  /** 0 to 1: 1 is the same name and date of birth. */
  score: z.number(),
  /** Why the searcher can see the name, in plain English. */
  why: whySeen,
  cases: z.array(z.strictObject({ id, reference })),
});

/**
 * Looks for the draft's person among those known whom the caller may see, and notes that it was done. Until then, and
 * again once their names or date of birth are written otherwise, the step `person` is missing: nobody is made before a search.
 */
export const findPeopleLikeNominated = defineRoute({
  service,
  method: 'POST',
  path: '/nomination-drafts/:draftId/matches',
  summary: 'Find people who may be the person nominated',
  params: draftParams,
  response: z.strictObject({
    /** The draft's version now. */
    version,
    items: z.array(foundPerson),
  }),
});

/** Looks for a person before one is made: exact and near matches among those that the caller may see. What is typed travels in the body. */
export const findPeople = defineRoute({
  service,
  method: 'POST',
  path: '/people/matches',
  summary: 'Find people who may be the same person',
  body: z.strictObject({ givenName: line, familyName: line, dateOfBirth: date.nullable() }),
  response: z.strictObject({
    items: z.array(foundPerson),
  }),
});
