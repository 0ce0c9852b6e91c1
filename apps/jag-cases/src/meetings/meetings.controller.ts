import { endMeeting, listMeetings, openMeeting, planMeeting, putOnAgenda, readMeeting, recordDecision } from '@concordat/contracts-jag-cases';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { caller } from '@concordat/platform-auth';
import { NotFoundError } from '@concordat/platform-errors';
import { Endpoint, Input } from '@concordat/platform-http';
import { Database } from '@concordat/platform-persistence';
import { ItemReading, type ReadItem } from '@concordat/sharing';
import { Controller } from '@nestjs/common';
import { Action } from '../actions/action.entity.js';
import { ActionViews } from '../actions/action-views.js';
import { CaseList } from '../cases/case-list.js';
import { CaseAccess, refuseOver } from '../cases/standing.js';
import { Forum } from '../forums/forum.entity.js';
import type { AgendaEntry, Meeting } from './meeting.entity.js';
import { Meetings } from './meetings.js';

type MeetingPage = OutputOf<typeof readMeeting>;

@Controller()
export class MeetingsController {
  constructor(
    private readonly database: Database,
    private readonly meetings: Meetings,
    private readonly cases: CaseList,
    private readonly access: CaseAccess,
    private readonly items: ItemReading,
    private readonly actionViews: ActionViews,
    private readonly audit: Audit,
  ) {}

  @Endpoint(listMeetings, 'signed-in', { unaudited: 'when and where forums meet, which tells of nobody' })
  async list(@Input() { query }: InputOf<typeof listMeetings>): Promise<OutputOf<typeof listMeetings>> {
    const { when, forum, ...page } = query;
    const { items, next } = await this.meetings.page(when, forum, page);
    const forums = await this.meetings.myForums();
    const cases = await this.meetings.readableCases(items);
    return { items: items.map((meeting) => rowOf(meeting, forums, cases.get(meeting.id) ?? 0)), next };
  }

  @Endpoint(planMeeting, { roles: ['coordinator', 'manager'] })
  async plan(@Input() { body }: InputOf<typeof planMeeting>): Promise<OutputOf<typeof planMeeting>> {
    const { id, version } = await this.meetings.plan(body.forumCode, new Date(body.at), body.place);
    return { id, version };
  }

  @Endpoint(readMeeting, 'signed-in')
  async read(@Input() { params }: InputOf<typeof readMeeting>): Promise<MeetingPage> {
    const { meeting, forum } = await this.meetings.get(params.meetingId);
    const runs = this.meetings.mayRun(forum);
    const { agencyId: own } = caller();
    const [attended, agenda] = await Promise.all([this.meetings.attendance(meeting), this.#agenda(meeting, runs)]);
    const attendance = attended.filter(({ agencyId }) => runs || agencyId === own);
    await this.audit.record({ action: 'viewed', kind: 'meeting', ids: [meeting.id, ...agenda.map((entry) => entry.case.id)] });
    return {
      ...rowOf(meeting, [forum], agenda.length),
      confidentialityReadAt: meeting.confidentialityReadAt?.toISOString() ?? null,
      attendance: attendance.map(({ agencyId, present, agreed }) => ({ agencyId, userId: null, present, agreed })),
      agenda,
      may: { run: runs },
    };
  }

  @Endpoint(putOnAgenda, { roles: ['coordinator', 'manager'] })
  async putOnAgenda(@Input() { params, body }: InputOf<typeof putOnAgenda>): Promise<OutputOf<typeof putOnAgenda>> {
    const { meeting } = await this.meetings.run(params.meetingId);
    const { found } = await this.access.open(body.caseId);
    refuseOver(found, 'put it on an agenda');
    const { id, late } = await this.meetings.putOnAgenda(meeting, found, body.kind);
    return { id, late };
  }

  @Endpoint(openMeeting, { roles: ['coordinator', 'manager'] })
  async open(@Input() { params, body }: InputOf<typeof openMeeting>): Promise<OutputOf<typeof openMeeting>> {
    const { meeting } = await this.meetings.run(params.meetingId);
    await this.meetings.open(meeting, body.version, body.attendance);
    return { id: meeting.id, version: meeting.version, state: meeting.state };
  }

  @Endpoint(recordDecision, { roles: ['coordinator', 'manager'] })
  async decide(@Input() { params, body }: InputOf<typeof recordDecision>): Promise<OutputOf<typeof recordDecision>> {
    const { meeting } = await this.meetings.run(params.meetingId);
    const entry = (await this.meetings.agenda(meeting)).find((one) => one.id === params.entryId);
    if (!entry) throw new NotFoundError('agenda entry');
    const { found } = await this.access.open(entry.caseId);
    await this.meetings.decide(meeting, entry, found, body.version, body);
    return { id: entry.id, version: entry.version };
  }

  @Endpoint(endMeeting, { roles: ['coordinator', 'manager'] })
  async end(@Input() { params, body }: InputOf<typeof endMeeting>): Promise<OutputOf<typeof endMeeting>> {
    const { meeting } = await this.meetings.run(params.meetingId);
    await this.meetings.end(meeting, body.version);
    return { id: meeting.id, version: meeting.version, state: meeting.state };
  }

  /** The agenda of this reader: a case whose frame they may not see leaves no trace, and a decision is read under the policy. */
  async #agenda(meeting: Meeting, runs: boolean): Promise<MeetingPage['agenda']> {
    const [entries, given] = await Promise.all([
      this.meetings.agenda(meeting),
      this.database.rows(Action).find({ partnershipId: meeting.partnershipId, meetingId: meeting.id }, { orderBy: { number: 'asc' } }),
    ]);
    const [rows, decisions] = await Promise.all([
      this.cases.findAll(entries.map((entry) => entry.caseId)).then((cases) => this.cases.rowsOf(cases)),
      this.items.byIds(entries.flatMap(({ decisionItemId }) => (decisionItemId === null ? [] : [decisionItemId]))),
    ]);
    const actions = await this.actionViews.of(given.filter((action) => rows.some((row) => row.id === action.caseId)));
    return entries.flatMap((entry) => {
      const row = rows.find((one) => one.id === entry.caseId);
      return row ? [{ ...entryFrame(entry, runs), case: row, ...textsOf(entry, decisions), actions: actions.filter((action) => action.caseId === row.id) }] : [];
    });
  }
}

/** @param cases how many of its agenda's cases the reader may see */
function rowOf({ id, version, forumCode, at, place, state, agendaDue }: Meeting, forums: readonly Forum[], cases: number): OutputOf<typeof listMeetings>['items'][number] {
  const forumName = forums.find((forum) => forum.code === forumCode)?.name ?? forumCode;
  return { id, version, forumCode, forumName, at: at.toISOString(), place, state, agendaDue, cases };
}

function entryFrame({ id, version, kind, late }: AgendaEntry, runs: boolean): Pick<MeetingPage['agenda'][number], 'id' | 'version' | 'kind' | 'late'> {
  return { id, version: runs ? version : null, kind, late };
}

/** Of a decision that may not be read, not even that there is one. */
function textsOf(
  { decisionItemId, decidedAt }: AgendaEntry,
  decisions: ReadonlyMap<string, ReadItem>,
): Pick<MeetingPage['agenda'][number], 'discussion' | 'decision' | 'why' | 'decidedAt'> {
  const { fields, why = [] } = decisions.get(decisionItemId ?? '') ?? {};
  return { discussion: fields?.discussion ?? null, decision: fields?.decision ?? null, why, decidedAt: fields === undefined ? null : (decidedAt?.toISOString() ?? null) };
}
