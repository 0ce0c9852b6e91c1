import type { WithdrawalTaskView } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { caller } from '@concordat/platform-auth';
import { NotFoundError, RuleError } from '@concordat/platform-errors';
import { Database, Sealer } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { uuids } from '../items/item-reading.js';
import { sql } from '../query/sql.js';
import { CaseSight } from '../records/case-sight.js';
import { SharingNotices } from '../records/sharing-notices.js';
import { taskPlace, WithdrawalTask, type HowDone, type WithdrawalCause } from './withdrawal-task.entity.js';

export interface TaskToLeave {
  subjectId: string;
  consentId: string | null;
  cause: WithdrawalCause;
  agencyIds: readonly string[];
  categories: readonly string[];
}

interface TaskRow {
  id: string;
  reference: string;
}

/** Who shows how many at once. */
const AT_ONCE = 100;

/** What recipients have to do once consent is withdrawn: each agency its own. */
@Injectable()
export class WithdrawalTasks {
  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
    private readonly sight: CaseSight,
    private readonly notices: SharingNotices,
    private readonly audit: Audit,
  ) {}

  /** Leaves a task to each agency and tells its people. */
  async leave(found: { partnershipId: string; id: string }, { subjectId, consentId, cause, agencyIds, categories }: TaskToLeave): Promise<void> {
    const since = this.database.clock.now();
    for (const agencyId of new Set(agencyIds)) {
      const task = this.database.rows(WithdrawalTask).insert({
        partnershipId: found.partnershipId, caseId: found.id, subjectId, consentId, cause, agencyId, categories: [...categories], since,
      });
      await this.notices.tell('consent-withdrawn', found, task.id, { agencyIds: [agencyId], roles: ['practitioner', 'coordinator', 'manager', 'information-governance'] });
    }
  }

  /** The caller's agency's, the oldest first. */
  async mine(done: boolean): Promise<WithdrawalTaskView[]> {
    const rows = await this.#visible(sql`${done} = (t.done_at is not null)`);
    const tasks = await this.database.rows(WithdrawalTask).find({ partnershipId: caller().partnershipId, id: { $in: rows.map(({ id }) => id) } }, { orderBy: [{ since: 'asc' }, { id: 'asc' }] });
    const references = new Map(rows.map(({ id, reference }) => [id, reference]));
    if (tasks.length > 0) await this.audit.record({ action: 'listed', kind: 'withdrawal-task', ids: tasks.map(({ id }) => id) });
    return Promise.all(tasks.map((task) => this.#view(task, references.get(task.id) ?? '')));
  }

  /**
   * @throws NotFoundError for a task that is not the caller's agency's
   * @throws RuleError `done-already`
   * @throws StaleVersionError
   */
  async finish(id: string, seenVersion: number, how: HowDone, note: string): Promise<WithdrawalTask> {
    const [row] = await this.#visible(sql`t.id = ${id}::uuid`);
    if (!row) throw new NotFoundError('withdrawal task');
    const task = await this.database.rows(WithdrawalTask).get({ partnershipId: caller().partnershipId, id });
    if (task.version === seenVersion && task.doneAt !== null) throw new RuleError('done-already', 'This has been done already.');
    const sealed = await this.sealer.seal(task.subjectId, taskPlace(id), note);
    await this.database.rows(WithdrawalTask).change(task, seenVersion, { doneAt: this.database.clock.now(), doneByUserId: caller().userId, how, note: sealed });
    await this.audit.record({ action: 'changed', kind: 'withdrawal-task', ids: [id], subjectId: task.subjectId });
    return task;
  }

  async #visible(where: ReturnType<typeof sql>): Promise<TaskRow[]> {
    const { partnershipId, agencyId } = caller();
    const { text, values } = sql`select t.id, r.reference from withdrawal_task t
        join sharing_case c on c.partnership_id = t.partnership_id and c.id = t.case_id
        join sharing_case_reference r on r.partnership_id = c.partnership_id and r.id = c.id
       where t.partnership_id = ${partnershipId}::uuid and t.agency_id = ${agencyId}::uuid and ${where}
         and ${this.sight.knows(sql`${uuids([agencyId])}::uuid[]`)}
       order by t.since, t.id limit ${AT_ONCE}::int`.numbered();
    return this.database.read<TaskRow>(text, values);
  }

  async #view(task: WithdrawalTask, caseReference: string): Promise<WithdrawalTaskView> {
    const { doneAt, doneByUserId, how, note } = task;
    const done =
      doneAt === null || doneByUserId === null || how === null || note === null
        ? null
        : { at: doneAt.toISOString(), byUserId: doneByUserId, how, note: await this.sealer.open<string>(task.subjectId, taskPlace(task.id), note) };
    return {
      id: task.id, version: task.version, caseId: task.caseId, caseReference, consentId: task.consentId, cause: task.cause, agencyId: task.agencyId,
      categories: task.categories, since: task.since.toISOString(), done,
    };
  }
}
