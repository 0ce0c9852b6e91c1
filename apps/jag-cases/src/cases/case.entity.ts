import type { CaseState } from '@concordat/contracts-jag-cases';
import { PartnershipRow, partnershipRow } from '@concordat/platform-persistence';
import { defineEntity, p } from '@mikro-orm/core';

/** A case of a forum: its frame in plain columns; what is said about people in it is in items, or sealed under the first subject's key. */
export class Case extends PartnershipRow {
  declare reference: string;
  declare forumCode: string;
  /** Exactly one, for life: what the sharing policy asks of agreements. */
  declare purpose: string;
  declare state: CaseState;
  declare since: Date;
  /** The state that a case on hold goes back to. */
  declare heldFrom: CaseState | null;
  declare ownerAgencyId: string;
  declare nominatingAgencyId: string;
  declare nominatedBy: string;
  declare leadUserId: string | null;
  declare nominatedAt: Date;
  declare acceptedAt: Date | null;
  declare closedAt: Date | null;
  declare basis: 'gateway' | 'consent';
  declare gateway: string | null;
  /** Sealed: which criteria were met, and the explanations. */
  declare criteria: Buffer | null;
  declare outcomeCode: string | null;
  declare positive: boolean | null;
  /** Sealed: reason, own view, what was learned. */
  declare outcome: Buffer | null;
}

export const CaseSchema = defineEntity({
  class: Case,
  tableName: 'case',
  properties: {
    ...partnershipRow,
    reference: p.string(),
    forumCode: p.string(),
    purpose: p.string(),
    state: p.string().$type<CaseState>(),
    since: p.datetime(3),
    heldFrom: p.string().$type<CaseState>().nullable(),
    ownerAgencyId: p.uuid(),
    nominatingAgencyId: p.uuid(),
    nominatedBy: p.uuid(),
    leadUserId: p.uuid().nullable(),
    nominatedAt: p.datetime(3),
    acceptedAt: p.datetime(3).nullable(),
    closedAt: p.datetime(3).nullable(),
    basis: p.string().$type<'gateway' | 'consent'>(),
    gateway: p.string().nullable(),
    criteria: p.blob().$type<Buffer>().nullable(),
    outcomeCode: p.string().nullable(),
    positive: p.boolean().nullable(),
    outcome: p.blob().$type<Buffer>().nullable(),
  },
});

/** A person, group or place of a case. The first one named is the one whose key seals the case's own texts. */
export class CaseSubject extends PartnershipRow {
  declare caseId: string;
  declare subjectId: string;
}

export const CaseSubjectSchema = defineEntity({
  class: CaseSubject,
  tableName: 'case_subject',
  properties: { ...partnershipRow, caseId: p.uuid(), subjectId: p.uuid() },
});

/** A state that a case stood in: from when to when, who brought it there, and why (sealed). */
export class CaseStateEntry extends PartnershipRow {
  declare caseId: string;
  declare state: CaseState;
  declare fromAt: Date;
  declare toAt: Date | null;
  declare byUserId: string;
  declare reason: Buffer | null;
  /** ISO date by which an answer is expected, or until which the case is held or monitored. */
  declare until: string | null;
  /** Agencies asked for information, or the one that monitors. */
  declare agencyIds: string[];
}

export const CaseStateEntrySchema = defineEntity({
  class: CaseStateEntry,
  tableName: 'case_state',
  properties: {
    ...partnershipRow,
    caseId: p.uuid(),
    state: p.string().$type<CaseState>(),
    fromAt: p.datetime(3),
    toAt: p.datetime(3).nullable(),
    byUserId: p.uuid(),
    reason: p.blob().$type<Buffer>().nullable(),
    until: p.date().nullable(),
    agencyIds: p.json<string[]>(),
  },
});
