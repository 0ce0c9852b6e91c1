import { Audit } from '@concordat/platform-audit';
import { caller } from '@concordat/platform-auth';
import { InvalidInputError, NotAllowedError, NotFoundError, RuleError } from '@concordat/platform-errors';
import { Database, type Page } from '@concordat/platform-persistence';
import { Items, londonDate, Sharing, sql, uuids, workingDaysBefore } from '@concordat/sharing';
import { Injectable } from '@nestjs/common';
import type { Case } from '../cases/case.entity.js';
import { CaseRecords } from '../cases/case-records.js';
import { Circle } from '../cases/circle.js';
import type { Forum } from '../forums/forum.entity.js';
import { Forums } from '../forums/forums.js';
import { CaseNotices } from '../notices/case-notices.js';
import { Timeline } from '../timeline/timeline.js';
import { AgendaEntry, Attendance, Meeting, type AgendaKind } from './meeting.entity.js';

/** Meetings of forums: planned and run by the forum's coordinators; decisions are items of the agency that owns the case. */
@Injectable()
export class Meetings {
  constructor(
    private readonly database: Database,
    private readonly records: CaseRecords,
    private readonly circle: Circle,
    private readonly items: Items,
    private readonly sharing: Sharing,
    private readonly timeline: Timeline,
    private readonly notices: CaseNotices,
    private readonly forums: Forums,
    private readonly audit: Audit,
  ) {}

  /** Meetings of the forums that the caller's agency takes part in. */
  async page(when: 'coming' | 'past', forumCode: string | undefined, page: { after?: string | undefined; size: number }): Promise<Page<Meeting>> {
    const { partnershipId } = caller();
    const codes = (await this.myForums()).map((forum) => forum.code).filter((code) => forumCode === undefined || code === forumCode);
    const direction = when === 'coming' ? 'asc' : 'desc';
    const where = { partnershipId, forumCode: { $in: codes }, state: when === 'coming' ? { $ne: 'ended' as const } : ('ended' as const) };
    return this.database.rows(Meeting).page(where, { order: [{ at: direction }, { id: direction }], ...page });
  }

  /** Forums that the caller's agency owns or is a core agency of. */
  async myForums(): Promise<Forum[]> {
    const { partnershipId, agencyId } = caller();
    const forums = await this.forums.all(partnershipId);
    return forums.filter((forum) => forum.ownerAgencyId === agencyId || forum.coreAgencyIds.includes(agencyId));
  }

  /** @throws NotFoundError for a meeting of a forum that the caller's agency takes no part in */
  async get(id: string): Promise<{ meeting: Meeting; forum: Forum }> {
    const meeting = await this.database.rows(Meeting).findOne({ partnershipId: caller().partnershipId, id });
    const forum = meeting && (await this.myForums()).find((one) => one.code === meeting.forumCode);
    if (!meeting || !forum) throw new NotFoundError('meeting');
    return { meeting, forum };
  }

  /** @throws NotAllowedError for another than a coordinator or manager of the forum's agency */
  async run(id: string): Promise<{ meeting: Meeting; forum: Forum }> {
    const found = await this.get(id);
    this.#refuseOthers(found.forum);
    return found;
  }

  mayRun(forum: Forum): boolean {
    const { agencyId, roles } = caller();
    return forum.ownerAgencyId === agencyId && (roles.includes('coordinator') || roles.includes('manager'));
  }

  /** @throws InvalidInputError for a forum that is not the caller's, or a time that is past */
  async plan(forumCode: string, at: Date, place: string): Promise<Meeting> {
    const forum = (await this.myForums()).find((one) => one.code === forumCode && one.active);
    if (!forum) throw new InvalidInputError([{ path: 'body.forumCode', message: 'Choose a forum' }]);
    this.#refuseOthers(forum);
    if (at <= this.database.clock.now()) throw new InvalidInputError([{ path: 'body.at', message: 'The meeting must be in the future' }]);
    const meeting = this.database.rows(Meeting).insert({
      partnershipId: forum.partnershipId, forumCode, at, place, state: 'planned', agendaDue: workingDaysBefore(at, forum.agendaDays),
    });
    await this.database.em.flush();
    await this.audit.record({ action: 'created', kind: 'meeting', ids: [meeting.id] });
    return meeting;
  }

  async agenda(meeting: Meeting): Promise<AgendaEntry[]> {
    const { partnershipId, id: meetingId } = meeting;
    return this.database.rows(AgendaEntry).find({ partnershipId, meetingId }, { orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
  }

  /** How many cases of the agendas of meetings the caller may see, by meeting; of one with none there is no entry. */
  async readableCases(meetings: readonly Meeting[]): Promise<Map<string, number>> {
    if (meetings.length === 0) return new Map();
    const question = this.sharing.question(caller());
    const { text, values } = sql`select a.meeting_id, count(*)::int as cases from agenda_entry a join "case" c on c.partnership_id = a.partnership_id and c.id = a.case_id
        where a.partnership_id = ${question.partnershipId} and a.meeting_id = any (${uuids(meetings.map(({ id }) => id))}::uuid[]) and ${this.sharing.readableCases(question, 'c')}
        group by a.meeting_id`.numbered();
    const counted = await this.database.read<{ meeting_id: string; cases: number }>(text, values);
    return new Map(counted.map(({ meeting_id: meetingId, cases }) => [meetingId, cases]));
  }

  async attendance({ partnershipId, id: meetingId }: Meeting): Promise<Attendance[]> {
    return this.database.rows(Attendance).find({ partnershipId, meetingId }, { orderBy: { id: 'asc' } });
  }

  /** @throws RuleError `meeting-ended`, `already-on-agenda`, `other-forum` */
  async putOnAgenda(meeting: Meeting, found: Case, kind: AgendaKind): Promise<AgendaEntry> {
    if (meeting.state === 'ended') throw new RuleError('meeting-ended', 'This meeting has ended. Choose one that is to come.');
    if (meeting.forumCode !== found.forumCode) throw new RuleError('other-forum', 'The case belongs to another forum than the meeting.');
    const rows = this.database.rows(AgendaEntry);
    const { partnershipId, id: meetingId } = meeting;
    if (await rows.findOne({ partnershipId, meetingId, caseId: found.id })) throw new RuleError('already-on-agenda', 'The case is on the agenda of this meeting already.');
    // What comes after the agenda went out is late, and said so.
    const late = londonDate(this.database.clock.now()) > meeting.agendaDue;
    const entry = rows.insert({ partnershipId, meetingId, caseId: found.id, kind: late ? 'urgent' : kind, late });
    await this.database.em.flush();
    this.timeline.record({ caseId: found.id, kind: 'put-on-agenda', facts: { meetingId, at: meeting.at.toISOString() } });
    await this.audit.record({ action: 'created', kind: 'agenda', ids: [entry.id] });
    const agencyIds = (await this.circle.of(found)).filter((one) => one.toAt === null || one.toAt > this.database.clock.now()).map((one) => one.agencyId);
    await this.notices.raise('agenda-changed', found, { agencyIds, roles: ['practitioner', 'coordinator', 'manager'] });
    return entry;
  }

  /** @throws RuleError `meeting-not-planned`, `nobody-present` */
  async open(meeting: Meeting, seenVersion: number, attendance: readonly { agencyId: string; present: boolean; agreed: boolean }[]): Promise<void> {
    if (meeting.state !== 'planned') throw new RuleError('meeting-not-planned', 'This meeting has been opened already.');
    if (!attendance.some((one) => one.present && one.agreed)) throw new RuleError('nobody-present', 'At least one agency must be present and agree to the confidentiality statement.');
    const { partnershipId, id: meetingId } = meeting;
    await this.database.rows(Meeting).change(meeting, seenVersion, { state: 'open', confidentialityReadAt: this.database.clock.now() });
    for (const { agencyId, present, agreed } of uniqueByAgency(attendance)) {
      this.database.rows(Attendance).insert({ partnershipId, meetingId, agencyId, present, agreed: present && agreed });
    }
    await this.audit.record({ action: 'changed', kind: 'meeting', ids: [meetingId] });
  }

  /** @throws NotFoundError for an entry of another meeting; RuleError `meeting-not-open` */
  async decide(meeting: Meeting, entry: AgendaEntry, found: Case, seenVersion: number, text: { discussion: string; decision: string }): Promise<void> {
    if (meeting.state !== 'open') throw new RuleError('meeting-not-open', 'Open the meeting first: read the confidentiality statement and record who is present.');
    const fields = { decision: text.decision, ...(text.discussion === '' ? {} : { discussion: text.discussion }) };
    const item = await this.items.add({
      caseId: found.id, subjectId: await this.records.keyHolder(found), ownerAgencyId: found.ownerAgencyId, category: 'professional-opinion', fields,
    });
    await this.database.rows(AgendaEntry).change(entry, seenVersion, { decisionItemId: item.id, decidedAt: this.database.clock.now() });
    this.timeline.record({ caseId: found.id, kind: 'decision-recorded', facts: { meetingId: meeting.id }, itemId: item.id });
    await this.audit.record({ action: 'changed', kind: 'agenda', ids: [entry.id] });
    const agencyIds = (await this.circle.of(found)).filter((one) => one.toAt === null || one.toAt > this.database.clock.now()).map((one) => one.agencyId);
    await this.notices.raise('decision-recorded', found, { agencyIds, roles: ['practitioner', 'coordinator', 'manager'] }, item.id);
  }

  /** @throws RuleError `meeting-not-open` */
  async end(meeting: Meeting, seenVersion: number): Promise<void> {
    if (meeting.state !== 'open') throw new RuleError('meeting-not-open', 'Only an open meeting can be ended.');
    await this.database.rows(Meeting).change(meeting, seenVersion, { state: 'ended' });
    await this.audit.record({ action: 'changed', kind: 'meeting', ids: [meeting.id] });
  }

  #refuseOthers(forum: Forum): void {
    if (!this.mayRun(forum)) throw new NotAllowedError('Only a coordinator or manager of the agency that runs the forum can do this.');
  }
}

function uniqueByAgency<T extends { agencyId: string }>(list: readonly T[]): T[] {
  return [...new Map(list.map((one) => [one.agencyId, one])).values()];
}
