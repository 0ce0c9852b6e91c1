import { endMeeting, listMeetings, openMeeting, planMeeting, putOnAgenda, readMeeting, recordDecision } from '@concordat/contracts-jag-cases';
import type { CallOf, OutputOf } from '@concordat/contracts-protocol';
import type { SignedIn } from '../calling/signed-in.js';

type AgendaKind = CallOf<typeof putOnAgenda>['body']['kind'];

/** One meeting of a forum: each step is taken unless it was taken before. */
export class ForumMeeting {
  private constructor(
    private readonly coordinator: SignedIn,
    readonly meetingId: string,
  ) {}

  /** The meeting that the forum holds at the place, planned unless it was. */
  static async planned(coordinator: SignedIn, meeting: CallOf<typeof planMeeting>['body']): Promise<ForumMeeting> {
    const lists = await Promise.all((['coming', 'past'] as const).map((when) => coordinator.call(listMeetings, { query: { when, forum: meeting.forumCode, size: 100 } })));
    const there = lists.flatMap(({ items }) => items).find(({ place }) => place === meeting.place);
    return new ForumMeeting(coordinator, there?.id ?? (await coordinator.call(planMeeting, { body: meeting })).id);
  }

  async discusses(caseId: string, kind: AgendaKind): Promise<void> {
    const { agenda } = await this.#read();
    if (agenda.some((entry) => entry.case.id === caseId)) return;
    await this.coordinator.call(putOnAgenda, { params: this.#params, body: { caseId, kind } });
  }

  async opens(agencyIds: readonly string[]): Promise<void> {
    const { state, version } = await this.#read();
    if (state !== 'planned') return;
    const attendance = agencyIds.map((agencyId) => ({ agencyId, present: true, agreed: true }));
    await this.coordinator.call(openMeeting, { params: this.#params, body: { version, statementRead: true, attendance } });
  }

  async decides(caseId: string, text: { discussion: string; decision: string }): Promise<void> {
    const entry = (await this.#read()).agenda.find((one) => one.case.id === caseId);
    if (entry === undefined || entry.version === null) throw new Error('The case is not on the agenda of a meeting that the coordinator runs');
    if (entry.decidedAt !== null) return;
    await this.coordinator.call(recordDecision, { params: { ...this.#params, entryId: entry.id }, body: { version: entry.version, ...text } });
  }

  async ends(): Promise<void> {
    const { state, version } = await this.#read();
    if (state === 'open') await this.coordinator.call(endMeeting, { params: this.#params, body: { version } });
  }

  get #params(): { meetingId: string } {
    return { meetingId: this.meetingId };
  }

  #read(): Promise<OutputOf<typeof readMeeting>> {
    return this.coordinator.call(readMeeting, { params: this.#params });
  }
}
