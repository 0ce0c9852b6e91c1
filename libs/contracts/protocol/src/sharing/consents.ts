import { z } from 'zod';
import { defineRoute } from '../route.js';
import { category, date, id, instant, line, text, version } from '../values.js';
import { caseParams, personOfCase, type CasePath } from './case-path.js';

export const CONSENT_GIVERS = ['subject', 'parental-responsibility', 'attorney'] as const;
export const CONSENT_EVIDENCE = ['said-in-person', 'said-by-telephone', 'signed-form', 'electronic', 'through-interpreter', 'other'] as const;
export const RELATIONSHIPS = [
  'parent', 'step-parent', 'carer', 'guardian', 'local-authority', 'grandparent', 'sibling', 'other-relative', 'partner', 'former-partner', 'attorney', 'deputy', 'other',
] as const;
export type Relationship = (typeof RELATIONSHIPS)[number];

/** An assessment that a child under 16 understands enough to decide this very question (Gillick [1986] AC 112): by whom, when and why. */
export const competenceAssessment = z.strictObject({ assessor: line, on: date, reasons: text });

const optionalText = z.string().trim().max(10_000);

/**
 * What somebody decided about sharing, with what it rests on. The four things that are called consent are kept apart:
 * this is consent as the lawful basis of sharing (UK GDPR Articles 6(1)(a), 7 and 9(2)(a)); agreement to a service,
 * confidentiality, and being told are {@link personAnswer}s.
 */
const consentBody = z.strictObject({
  subjectId: id,
  decision: z.enum(['given', 'refused']),
  givenBy: z.enum(CONSENT_GIVERS),
  /** Who gave it, where that was not the subject. */
  giver: z.strictObject({ name: line, relationship: z.enum(RELATIONSHIPS) }).nullable(),
  /** Needed where a subject under 16 decides. */
  competence: competenceAssessment.nullable(),
  recipientAgencyIds: z.array(id).min(1, 'Choose at least one agency').max(50),
  categories: z.array(category).min(1, 'Choose at least one kind of information'),
  /** The day on which it was given or refused. It counts from when it is recorded. */
  decidedOn: date,
  explained: text,
  evidence: z.enum(CONSENT_EVIDENCE),
  evidenceNote: optionalText,
  /** The last day on which it holds; null while the purpose lasts. */
  lastDay: date.nullable(),
});
export type NewConsent = z.output<typeof consentBody>;

/** How a record of consent stands now. `not-counted`: a later record decides, or its giver could not decide. */
export const CONSENT_STATES = ['in-force', 'refused', 'withdrawn', 'ended', 'not-counted'] as const;

const withdrawal = z.strictObject({ by: line, on: date, how: z.enum(CONSENT_EVIDENCE), note: optionalText });

export const consentView = z.strictObject({
  id,
  version,
  caseId: id.nullable(),
  subjectId: id,
  purpose: z.string(),
  state: z.enum(CONSENT_STATES),
  decision: z.enum(['given', 'refused']),
  givenBy: z.enum(CONSENT_GIVERS),
  recipientAgencyIds: z.array(id),
  categories: z.array(z.string()),
  recordedAt: instant,
  expiresAt: instant.nullable(),
  withdrawnAt: instant.nullable(),
  /** Told to the case's owner alone: since when its giver is alleged to cause the subject harm. */
  invalidatedAt: instant.nullable(),
  recordedByUserId: id.nullable(),
  recordedForAgencyId: id.nullable(),
  /** null for a record that was kept without one. */
  statement: consentBody.pick({ giver: true, competence: true, decidedOn: true, explained: true, evidence: true, evidenceNote: true }).nullable(),
  withdrawal: withdrawal.nullable(),
  mayWithdraw: z.boolean(),
});
export type ConsentView = z.output<typeof consentView>;

export const PERSON_ANSWERS = ['service', 'confidentiality', 'told'] as const;
export type PersonAnswerKind = (typeof PERSON_ANSWERS)[number];

/**
 * What is often taken for consent and is not: agreement to receive a service, leave to pass on what was said in confidence
 * (common law), and having been told what happens with the information (UK GDPR Articles 13 and 14). The policy asks none of them.
 */
export const personAnswer = z.strictObject({
  id,
  subjectId: id,
  kind: z.enum(PERSON_ANSWERS),
  answer: z.enum(['yes', 'no']),
  by: line,
  on: date,
  about: text,
  agencyId: id,
  recordedByUserId: id,
  recordedAt: instant,
});
export type PersonAnswerView = z.output<typeof personAnswer>;

/** Somebody around the subject, as the reader may know of them. */
export const subjectRelation = z.strictObject({
  id,
  version,
  subjectId: id,
  name: z.string(),
  relationship: z.enum(RELATIONSHIPS),
  recordedForAgencyId: id,
  /** Since when they are alleged to cause the subject harm; null when they are not. */
  harmAllegedFrom: instant.nullable(),
  harm: z.strictObject({ what: z.string(), source: z.string() }).nullable(),
});
export type RelationView = z.output<typeof subjectRelation>;

export const withdrawalTask = z.strictObject({
  id,
  version,
  caseId: id,
  caseReference: z.string(),
  consentId: id.nullable(),
  /** Why: the consent was withdrawn here, or in the casework that the referral came from. */
  cause: z.enum(['withdrawn', 'withdrawn-elsewhere']),
  agencyId: id,
  categories: z.array(z.string()),
  since: instant,
  done: z.strictObject({ at: instant, byUserId: id, how: z.enum(['stopped', 'deleted', 'returned']), note: z.string() }).nullable(),
});
export type WithdrawalTaskView = z.output<typeof withdrawalTask>;

const party = z.strictObject({ id, role: z.enum(['controller', 'recipient']) });

/** A receipt of consent with the fields of ISO/IEC TS 27560:2023 (its clause 6): header, processing, parties, events. */
export const consentReceipt = z.strictObject({
  header: z.strictObject({ schemaVersion: z.literal('ISO/IEC TS 27560:2023'), receiptId: id, recordId: id, piiPrincipalId: id, createdAt: instant, language: z.literal('en-GB') }),
  processing: z.strictObject({
    purpose: z.string(),
    lawfulBasis: z.literal('consent'),
    piiCategories: z.array(z.strictObject({ code: z.string(), sensitive: z.boolean() })),
    privacyNotice: z.string(),
    jurisdiction: z.literal('GB'),
    collectionMethod: z.string(),
    processingMethods: z.array(z.string()),
    storageLocation: z.string(),
    retention: z.string(),
    withdrawalMethod: z.string(),
    rights: z.string(),
  }),
  parties: z.array(party),
  events: z.array(
    z.strictObject({ type: z.enum(['explicit', 'withdrawn', 'expired', 'refused']), state: z.enum(CONSENT_STATES), at: instant, validUntil: instant.nullable(), by: z.string() }),
  ),
});
export type ConsentReceipt = z.output<typeof consentReceipt>;

/** Consent in a service's cases: the same routes in each service that has cases. */
export function consentRoutes({ service, path }: CasePath) {
  const consentParams = z.strictObject({ caseId: id, consentId: id });
  return {
    /** Every record that the reader may know of; not found for who may know of none and may not see the case. */
    list: defineRoute({
      service,
      method: 'GET',
      path: `${path}/consents`,
      summary: 'Consent to share, and what else was agreed or told, on a case',
      params: caseParams,
      response: z.strictObject({
        reference: z.string(),
        ownerAgencyId: id,
        purpose: z.string(),
        people: z.array(personOfCase),
        consents: z.array(consentView),
        answers: z.array(personAnswer),
        relations: z.array(subjectRelation),
        may: z.strictObject({ record: z.boolean() }),
      }),
    }),
    read: defineRoute({ service, method: 'GET', path: `${path}/consents/:consentId`, summary: 'One record of consent', params: consentParams, response: consentView }),
    /** 422 `child-not-competent`, `parent-of-adult`, `child-decided`, `attorney-of-child`, `giver-not-accepted`: who could not decide, with what to change. */
    record: defineRoute({
      service,
      method: 'POST',
      path: `${path}/consents`,
      summary: 'Record that consent to share was given or refused',
      params: caseParams,
      body: consentBody,
      response: z.strictObject({ id, version }),
      status: 201,
    }),
    /** Closes at once what was open by it; each recipient gets a task. 422 `not-given`, `withdrawn-already`, `withdrawn-before-given`. */
    withdraw: defineRoute({
      service,
      method: 'POST',
      path: `${path}/consents/:consentId/withdrawal`,
      summary: 'Record that consent was withdrawn',
      params: consentParams,
      body: withdrawal.extend({ version }),
      response: z.strictObject({ id, version, withdrawnAt: instant }),
      status: 201,
    }),
    /**
     * It is for the person, so that whoever asks for it has read how and when contact is safe. That is asked of everybody: asked
     * only where such a plan is kept, it would tell that there is one.
     */
    receipt: defineRoute({
      service,
      method: 'GET',
      path: `${path}/consents/:consentId/receipt`,
      summary: 'Receipt of a record of consent (ISO/IEC TS 27560)',
      params: consentParams,
      query: z.strictObject({ safeContactRead: z.literal('yes', 'Read how and when contact with the person is safe, and say so') }),
      response: consentReceipt,
    }),
    answer: defineRoute({
      service,
      method: 'POST',
      path: `${path}/person-answers`,
      summary: 'Record agreement to a service, leave to pass on a confidence, or that somebody was told',
      params: caseParams,
      body: personAnswer.pick({ subjectId: true, kind: true, answer: true, by: true, on: true, about: true }),
      response: z.strictObject({ id }),
      status: 201,
    }),
    /** From this instant no record of consent that they gave counts. The case's owner is told. */
    allegeHarm: defineRoute({
      service,
      method: 'POST',
      path: `${path}/alleged-harm`,
      summary: 'Record that somebody is alleged to cause the subject harm',
      params: caseParams,
      body: z.strictObject({ subjectId: id, name: line, relationship: z.enum(RELATIONSHIPS), what: text, source: line }),
      response: z.strictObject({ id, consentsEnded: z.int() }),
      status: 201,
    }),
    listTasks: defineRoute({
      service,
      method: 'GET',
      path: '/withdrawal-tasks',
      summary: 'What my agency has to do because consent was withdrawn, the oldest first; 100 at most',
      query: z.strictObject({ done: z.enum(['yes', 'no']).default('no') }),
      response: z.strictObject({ items: z.array(withdrawalTask) }),
    }),
    finishTask: defineRoute({
      service,
      method: 'POST',
      path: '/withdrawal-tasks/:taskId/done',
      summary: 'Say what was done with what had been shared',
      params: z.strictObject({ taskId: id }),
      body: z.strictObject({ version, how: z.enum(['stopped', 'deleted', 'returned']), note: text }),
      response: z.strictObject({ id, version }),
      status: 201,
    }),
  };
}
export type ConsentRoutes = ReturnType<typeof consentRoutes>;
