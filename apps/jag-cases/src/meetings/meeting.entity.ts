import { PartnershipRow, partnershipRow } from '@concordat/platform-persistence';
import { defineEntity, p } from '@mikro-orm/core';

export type MeetingState = 'planned' | 'open' | 'ended';
export type AgendaKind = 'new-nomination' | 'review' | 'closure' | 'urgent';

/** A meeting of a forum. */
export class Meeting extends PartnershipRow {
  declare forumCode: string;
  declare at: Date;
  declare place: string;
  declare state: MeetingState;
  /** ISO date on which the agenda is to be sent; what is added later is late. */
  declare agendaDue: string;
  declare confidentialityReadAt: Date | null;
}

export const MeetingSchema = defineEntity({
  class: Meeting,
  tableName: 'meeting',
  properties: {
    ...partnershipRow,
    forumCode: p.string(),
    at: p.datetime(3),
    place: p.string(),
    state: p.string().$type<MeetingState>(),
    agendaDue: p.date(),
    confidentialityReadAt: p.datetime(3).nullable(),
  },
});

/** Whether an agency was there, and agreed to the confidentiality statement. */
export class Attendance extends PartnershipRow {
  declare meetingId: string;
  declare agencyId: string;
  declare present: boolean;
  declare agreed: boolean;
}

export const AttendanceSchema = defineEntity({
  class: Attendance,
  tableName: 'attendance',
  properties: { ...partnershipRow, meetingId: p.uuid(), agencyId: p.uuid(), present: p.boolean(), agreed: p.boolean() },
});

/** A case on a meeting's agenda; discussion and decision are an item of the case's owner. */
export class AgendaEntry extends PartnershipRow {
  declare meetingId: string;
  declare caseId: string;
  declare kind: AgendaKind;
  declare late: boolean;
  declare decisionItemId: string | null;
  declare decidedAt: Date | null;
}

export const AgendaEntrySchema = defineEntity({
  class: AgendaEntry,
  tableName: 'agenda_entry',
  properties: {
    ...partnershipRow,
    meetingId: p.uuid(),
    caseId: p.uuid(),
    kind: p.string().$type<AgendaKind>(),
    late: p.boolean(),
    decisionItemId: p.uuid().nullable(),
    decidedAt: p.datetime(3).nullable(),
  },
});
