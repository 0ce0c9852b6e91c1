import { id, instant, type DeadLetter } from '@concordat/contracts-protocol';
import { NotFoundError, RuleError } from '@concordat/platform-errors';
import { Database } from '@concordat/platform-persistence';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { MESSAGING, MESSAGING_SETTINGS, type MessagingOptions } from './definitions.js';
import type { Explanation } from './explanation.js';
import { retriedJob } from './jobs.js';
import { shownContents } from './shown-contents.js';
import { Queues } from './queues.js';
import type { MessagingSettings } from './settings.js';

/** What is kept of a job that failed for good. */
export interface FailedJob {
  id: string;
  source: 'event' | 'work';
  type: string;
  partnershipId: string | null;
  trace: string;
  data: unknown;
  attempts: number;
}

interface Row {
  id: string;
  source: 'event' | 'work';
  type: string;
  code: string;
  explanation: string;
  attempts: number;
  trace: string;
  failed_at: string;
  sent_again_at: string | null;
}

const columns = `id, source, type, code, explanation, attempts, trace,
  to_char(failed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as failed_at,
  to_char(sent_again_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as sent_again_at`;

/**
 * Dead letters of the consumer's own database. Each belongs to the partnership of its event: within a request one sees
 * those of the caller's partnership; a transaction without a partnership sees those of the installation.
 */
@Injectable()
export class DeadLetters {
  constructor(
    private readonly database: Database,
    private readonly queues: Queues,
    @Inject(MESSAGING) private readonly options: MessagingOptions,
    @Inject(MESSAGING_SETTINGS) private readonly settings: MessagingSettings,
  ) {}

  /** A page of those not yet settled, latest first; in the open transaction. */
  async list({ after, size }: { after?: string | undefined; size: number }): Promise<{ items: DeadLetter[]; next: string | null }> {
    const cursor = after === undefined ? null : parseCursor(after);
    const rows = await this.database.em.execute<Row[]>(
      `select ${columns} from dead_letter where settled_at is null
       ${cursor === null ? '' : 'and (failed_at, id) < (?::timestamptz, ?::uuid)'}
       order by dead_letter.failed_at desc, id desc limit ?`,
      [...(cursor === null ? [] : [cursor.failedAt, cursor.id]), size + 1],
    );
    const items = rows.slice(0, size);
    const last = rows.length > size ? items.at(-1) : undefined;
    return { items: items.map(present), next: last === undefined ? null : `${last.failed_at}~${last.id}` };
  }

  /** One of them, settled or not, with what its message was about; in the open transaction. @throws NotFoundError */
  async read(letterId: string): Promise<{ letter: DeadLetter; contents: { place: string; value: string }[] }> {
    const [row] = await this.database.em.execute<(Row & { data: unknown })[]>(`select ${columns}, data from dead_letter where id = ?`, [letterId]);
    if (row === undefined) throw new NotFoundError('dead letter');
    const { data, ...letter } = row;
    return { letter: present(letter), contents: shownContents(data) };
  }

  /**
   * Puts one back on the queue; in the open transaction. It stays listed until it has been had.
   * @throws NotFoundError, RuleError `settled` when it has been had already, ProblemError 503 when Redis is away
   */
  async sendAgain(letterId: string): Promise<void> {
    const [row] = await this.database.em.execute<{ source: 'event' | 'work'; type: string; data: unknown; settled: boolean }[]>(
      'select source, type, data, settled_at is not null as settled from dead_letter where id = ? for update',
      [letterId],
    );
    if (row === undefined) throw new NotFoundError('dead letter');
    if (row.settled) throw settled();
    await this.queues.demand();
    const queue = row.source === 'event' ? this.queues.events(this.options.service) : this.queues.work();
    await queue.add(row.type, row.data, retriedJob(this.settings, letterId, new Date()));
    await this.database.em.execute('update dead_letter set sent_again_at = now(), sent_again_by = ? where id = ?', [this.database.scope.userId, letterId], 'run');
  }

  /**
   * Gives one up: nothing of it is done, and it is listed no more unless it was sent again before and fails again; in the open transaction.
   * @throws NotFoundError, RuleError `settled`
   */
  async setAside(letterId: string): Promise<void> {
    const [row] = await this.database.em.execute<{ settled: boolean }[]>('select settled_at is not null as settled from dead_letter where id = ? for update', [letterId]);
    if (row === undefined) throw new NotFoundError('dead letter');
    if (row.settled) throw settled();
    await this.database.em.execute('update dead_letter set settled_at = now() where id = ?', [letterId], 'run');
  }

  /** Keeps a failed job, in a transaction of its own; one that failed again after being sent again is updated. */
  async keep(job: FailedJob, explanation: Explanation): Promise<void> {
    const scope = { partnershipId: job.partnershipId, userId: null, membershipId: null, agencyId: null };
    await this.database.transaction(scope, async () => {
      await this.database.em.execute(
        `insert into dead_letter as letter (id, partnership_id, source, type, data, code, explanation, attempts, trace)
         values (?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?)
         on conflict (id) do update set code = excluded.code, explanation = excluded.explanation,
           attempts = letter.attempts + excluded.attempts, failed_at = now(), settled_at = null`,
        [
          job.id,
          job.partnershipId,
          job.source,
          job.type,
          JSON.stringify(job.data),
          explanation.code,
          explanation.text,
          job.attempts,
          job.trace,
        ],
        'run',
      );
    });
  }

  /** Work that was a dead letter and now succeeded is no longer one. */
  async settle(letterId: string, partnershipId: string | null): Promise<void> {
    const scope = { partnershipId, userId: null, membershipId: null, agencyId: null };
    await this.database.transaction(scope, async () => {
      await this.database.em.execute('update dead_letter set settled_at = now() where id = ? and settled_at is null', [letterId], 'run');
    });
  }
}

const settled = (): RuleError => new RuleError('settled', 'It has been dealt with since.');

function present(row: Row): DeadLetter {
  const { failed_at: failedAt, sent_again_at: sentAgainAt, ...rest } = row;
  return { ...rest, failedAt, sentAgainAt };
}

function parseCursor(after: string): { failedAt: string; id: string } {
  const [failedAt, letterId] = after.split('~');
  const cursor = z.object({ failedAt: instant, id }).safeParse({ failedAt, id: letterId });
  if (!cursor.success) throw new RuleError('bad-cursor', 'This page of the list no longer exists: begin again.');
  return cursor.data;
}
