import { ActionChanged } from '@concordat/contracts-jag-cases';
import { Audit } from '@concordat/platform-audit';
import { caller } from '@concordat/platform-auth';
import { InvalidInputError, NotFoundError, RuleError } from '@concordat/platform-errors';
import { Outbox } from '@concordat/platform-messaging';
import { Database, type Page } from '@concordat/platform-persistence';
import { ItemReading, Items, londonDate, Sharing, sql } from '@concordat/sharing';
import { Injectable } from '@nestjs/common';
import type { Case } from '../cases/case.entity.js';
import { CaseRecords } from '../cases/case-records.js';
import { Circle } from '../cases/circle.js';
import { CaseNotices } from '../notices/case-notices.js';
import { Timeline } from '../timeline/timeline.js';
import { Action, type ActionKind } from './action.entity.js';
import { isOpen } from './action-views.js';

export interface NewAction {
  what: string;
  agencyId: string;
  userId: string | null;
  due: string;
  kind: ActionKind;
  meetingId: string | null;
}

export type ActionMove = { to: 'accepted' } | { to: 'done' | 'not-done'; result: string };

/** What agencies are given to do. */
@Injectable()
export class Actions {
  constructor(
    private readonly database: Database,
    private readonly sharing: Sharing,
    private readonly records: CaseRecords,
    private readonly circle: Circle,
    private readonly items: Items,
    private readonly reading: ItemReading,
    private readonly outbox: Outbox,
    private readonly timeline: Timeline,
    private readonly notices: CaseNotices,
    private readonly audit: Audit,
  ) {}

  /** @throws InvalidInputError for an agency outside the circle, a user of another agency, or a date in the past */
  async give(found: Case, given: NewAction): Promise<Action> {
    await this.#refuseWrong(found, given);
    const { partnershipId, id: caseId } = found;
    const { userId: givenBy } = caller();
    const text = await this.items.add({
      caseId, subjectId: await this.records.keyHolder(found), ownerAgencyId: found.ownerAgencyId, category: 'professional-opinion', fields: { action: given.what },
    });
    // Numbers follow one another in a case: whoever gives another action at this moment waits for this one.
    // Not "for update": who wrote an item on the case holds a share of its row, and two who do would then wait for each other.
    await this.database.em.execute('select 1 from "case" where partnership_id = ? and id = ? for no key update', [partnershipId, caseId]);
    const rows = this.database.rows(Action);
    const number = (await rows.count({ partnershipId, caseId })) + 1;
    const { agencyId, userId, due, kind, meetingId } = given;
    const action = rows.insert({ partnershipId, caseId, number, agencyId, userId, due, kind, state: 'given', meetingId, givenBy, whatItemId: text.id });
    await this.database.em.flush();
    this.timeline.record({ caseId, kind: 'action-given', facts: { number: String(number), agencyId, due }, itemId: text.id });
    await this.audit.record({ action: 'created', kind: 'action', ids: [action.id] });
    await this.#publish(action);
    const audience = userId === null ? { agencyIds: [agencyId], roles: ['practitioner', 'coordinator', 'manager'] as const } : { userIds: [userId] };
    await this.notices.raise('action-given', found, audience, text.id);
    return action;
  }

  /** @throws NotFoundError for an action that the caller may not read */
  async get(id: string): Promise<Action> {
    const action = await this.database.rows(Action).findOne({ partnershipId: caller().partnershipId, id });
    if (!action || !(await this.reading.one(action.whatItemId))) throw new NotFoundError('action');
    return action;
  }

  /** @throws RuleError `action-finished` */
  async move(found: Case, action: Action, seenVersion: number, move: ActionMove): Promise<void> {
    if (!isOpen(action)) throw new RuleError('action-finished', 'This action is finished already.');
    const finished = move.to !== 'accepted';
    const result = finished
      ? await this.items.add({
          caseId: found.id, subjectId: await this.records.keyHolder(found), ownerAgencyId: caller().agencyId, category: 'professional-opinion', fields: { result: move.result },
        })
      : null;
    const now = this.database.clock.now();
    await this.database.rows(Action).change(action, seenVersion, { state: move.to, ...(result === null ? {} : { finishedAt: now, resultItemId: result.id }) });
    this.timeline.record({ caseId: found.id, kind: 'action-moved', facts: { number: String(action.number), agencyId: action.agencyId, state: move.to }, itemId: action.whatItemId });
    await this.audit.record({ action: 'changed', kind: 'action', ids: [action.id] });
    await this.#publish(action);
    if (finished) await this.notices.raise('action-finished', found, { userIds: [action.givenBy, ...(found.leadUserId === null ? [] : [found.leadUserId])] }, action.whatItemId);
  }

  /** Actions of the caller (`mine`), of their agency (`agency`), or of a colleague in it, on what they may read; the first due first. */
  async page(whose: string, which: 'open' | 'overdue' | 'finished', page: { after?: string | undefined; size: number }): Promise<Page<Action>> {
    const { partnershipId, agencyId, userId } = caller();
    const readable = this.sharing.readableItems(this.sharing.question(caller()), 'i').condition;
    const states = which === 'finished' ? (['done', 'not-done'] as const) : (['given', 'accepted'] as const);
    const { text, values } = sql`select coalesce(array_agg(a.id), '{}') as ids from action a join item i on i.partnership_id = a.partnership_id and i.id = a.what_item_id
        where a.partnership_id = ${partnershipId} and a.agency_id = ${agencyId} and a.state = any(${states}) and ${readable}`.numbered();
    const [shown] = await this.database.read<{ ids: string[] }>(text, values);
    const today = londonDate(this.database.clock.now());
    const where = {
      partnershipId,
      id: { $in: shown?.ids ?? [] },
      state: { $in: states },
      ...(which === 'overdue' ? { due: { $lt: today } } : {}),
      ...(whose === 'mine' ? { $or: [{ userId }, { userId: null }] } : {}),
      ...(whose === 'mine' || whose === 'agency' ? {} : { userId: whose }),
    };
    return this.database.rows(Action).page(where, { order: [{ due: 'asc' }, { id: 'asc' }], ...page });
  }

  /** How many the caller's agency has not finished, of those that the caller may read. */
  async counts(): Promise<{ open: number; overdue: number }> {
    const { partnershipId, agencyId } = caller();
    const readable = this.sharing.readableItems(this.sharing.question(caller()), 'i').condition;
    const today = londonDate(this.database.clock.now());
    const { text, values } = sql`select count(*)::int as open, count(*) filter (where a.due < ${today})::int as overdue
        from action a join item i on i.partnership_id = a.partnership_id and i.id = a.what_item_id
        where a.partnership_id = ${partnershipId} and a.agency_id = ${agencyId} and a.state in ('given', 'accepted') and ${readable}`.numbered();
    const [counts] = await this.database.read<{ open: number; overdue: number }>(text, values);
    return counts ?? { open: 0, overdue: 0 };
  }

  async ofCase({ partnershipId, id }: Pick<Case, 'partnershipId' | 'id'>): Promise<Action[]> {
    return this.database.rows(Action).find({ partnershipId, caseId: id }, { orderBy: { number: 'asc' } });
  }

  async #publish(action: Action): Promise<void> {
    const { id, version, caseId, agencyId, state, due, finishedAt } = action;
    await this.outbox.publish(ActionChanged, { aggregateId: id, version, payload: { caseId, agencyId, state, due, finishedAt: finishedAt?.toISOString() ?? null } });
  }

  async #refuseWrong(found: Case, { agencyId, userId, due }: NewAction): Promise<void> {
    const issues: { path: string; message: string }[] = [];
    if (!(await this.circle.includes(found, agencyId))) issues.push({ path: 'body.agencyId', message: 'Choose an agency of the circle' });
    if (due < londonDate(this.database.clock.now())) issues.push({ path: 'body.due', message: 'The date by which it is to be done must be today or in the future' });
    if (userId !== null && !(await this.#isOf(found.partnershipId, userId, agencyId))) issues.push({ path: 'body.userId', message: 'Choose a person of that agency' });
    if (issues.length > 0) throw new InvalidInputError(issues);
  }

  async #isOf(partnershipId: string, userId: string, agencyId: string): Promise<boolean> {
    const found = await this.database.em.execute<unknown[]>(
      'select 1 from membership_projection where partnership_id = ? and user_id = ? and agency_id = ? and active',
      [partnershipId, userId, agencyId],
    );
    return found.length > 0;
  }
}
