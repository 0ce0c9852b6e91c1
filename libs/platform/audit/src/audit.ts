import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { Clock, Database, Sealer } from '@concordat/platform-persistence';
import { currentTrace } from '@concordat/platform-logging';
import { v7 } from 'uuid';

export type AuditAction = 'viewed' | 'listed' | 'searched' | 'created' | 'changed' | 'exported' | 'shared';

/** What somebody did to whose records. */
export interface AuditRecord {
  action: AuditAction;
  /** What the records are, as the service calls them, e.g. `case`; never a word that tells of domestic abuse. */
  kind: string;
  /** Of one record, or of every record that a list page showed. */
  ids: readonly string[];
  /** Whose key seals the detail. */
  subjectId?: string;
  /** Anything that JSON can write. Without a subject it is kept in the clear and must hold nothing personal. */
  detail?: unknown;
}

/** Where an entry's sealed detail opens: `Sealer.open(subjectId, auditDetailPlace(entryId), detail)`. */
export const auditDetailPlace = (entryId: string) => ({ table: 'audit_entry', column: 'sealed_detail', rowId: entryId });

const COLUMNS = 'id, at, partnership_id, user_id, membership_id, agency_id, trace, action, kind, ids, subject_id, sealed_detail, detail';
const ROW = '(?, ?, ?, ?, ?, ?, ?, ?, ?, array(select jsonb_array_elements_text(?::jsonb)), ?, ?, ?)';

/** Rows that one statement writes at most. */
const TOGETHER = 200;

/** The record of who saw and changed what. The service can add to it and read it, and nothing else. */
@Injectable()
export class Audit {
  /** What open transactions recorded, each row's values: written together, as the last of their work. */
  readonly #waiting = new WeakMap<object, unknown[][]>();
  /** What a part of a transaction records, apart from what others record there at the same time. */
  readonly #apart = new AsyncLocalStorage<unknown[][]>();

  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
    private readonly clock: Clock,
  ) {}

  /**
   * Records one entry with the open transaction: it is written as the last of its work, and when it cannot be, even if the
   * error is caught, nothing of the request stays. Who and for which agency come from the transaction's scope.
   *
   * @throws Error outside a transaction
   */
  async record(entry: AuditRecord): Promise<void> {
    try {
      const row = await this.#rowOf(entry);
      (this.#apart.getStore() ?? this.#rows()).push(row);
    } catch (error) {
      if (this.database.inTransaction) this.database.refuseCommit(error);
      throw error;
    }
  }

  /**
   * Runs a part of the open transaction whose entries count if it resolves and are dropped if it rejects: a read that came
   * to nothing leaves none.
   *
   * @returns what `work` answers, and how many entries it recorded
   */
  async accountOf<T>(work: () => Promise<T>): Promise<{ answer: T; recorded: number }> {
    const apart: unknown[][] = [];
    const answer = await this.#apart.run(apart, work);
    if (apart.length > 0) this.#rows().push(...apart);
    return { answer, recorded: apart.length };
  }

  #rows(): unknown[][] {
    const { em } = this.database;
    const found = this.#waiting.get(em);
    if (found) return found;
    const rows: unknown[][] = [];
    this.#waiting.set(em, rows);
    this.database.beforeCommit(() => {
      this.#write(rows);
    });
    return rows;
  }

  async #rowOf({ action, kind, ids, subjectId, detail }: AuditRecord): Promise<unknown[]> {
    const { scope } = this.database;
    const id = v7();
    const sealed = detail !== undefined && subjectId !== undefined ? await this.sealer.seal(subjectId, auditDetailPlace(id), detail) : null;
    const open = detail !== undefined && subjectId === undefined ? JSON.stringify(detail) : null;
    const { partnershipId, userId, membershipId, agencyId } = scope;
    return [id, this.clock.now(), partnershipId, userId, membershipId, agencyId, currentTrace(), action, kind, JSON.stringify(ids), subjectId ?? null, sealed, open];
  }

  #write(rows: readonly unknown[][]): void {
    for (let at = 0; at < rows.length; at += TOGETHER) {
      const some = rows.slice(at, at + TOGETHER);
      this.database.last(`insert into audit_entry (${COLUMNS}) values ${some.map(() => ROW).join(', ')}`, some.flat());
    }
  }
}
