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

/** A row of `audit_entry` as JSON writes it. */
interface Entry {
  id: string;
  at: Date;
  partnership_id: string | null;
  user_id: string | null;
  membership_id: string | null;
  agency_id: string | null;
  trace: string;
  action: AuditAction;
  kind: string;
  ids: readonly string[];
  subject_id: string | null;
  /** Bytes as PostgreSQL writes them: `\\x` and hexadecimal digits. */
  sealed_detail: string | null;
  detail: string | null;
}

const COLUMNS = 'id, at, partnership_id, user_id, membership_id, agency_id, trace, action, kind, ids, subject_id, sealed_detail, detail';
const ADD = `
  insert into audit_entry (${COLUMNS})
  select ${COLUMNS}
    from json_to_recordset($1) as entry (id uuid, at timestamptz, partnership_id uuid, user_id uuid, membership_id uuid, agency_id uuid, trace text,
           action text, kind text, ids text[], subject_id uuid, sealed_detail bytea, detail text)`;

/** The record of who saw and changed what. The service can add to it and read it, and nothing else. */
@Injectable()
export class Audit {
  /** What open transactions recorded: written together, as the last of their work. */
  readonly #waiting = new WeakMap<object, Entry[]>();
  /** What a part of a transaction records, apart from what others record there at the same time. */
  readonly #apart = new AsyncLocalStorage<Entry[]>();

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
    const apart: Entry[] = [];
    const answer = await this.#apart.run(apart, work);
    if (apart.length > 0) this.#rows().push(...apart);
    return { answer, recorded: apart.length };
  }

  #rows(): Entry[] {
    const { em } = this.database;
    const found = this.#waiting.get(em);
    if (found) return found;
    const rows: Entry[] = [];
    this.#waiting.set(em, rows);
    this.database.beforeCommit(() => {
      this.database.last(ADD, [JSON.stringify(rows)]);
    });
    return rows;
  }

  async #rowOf({ action, kind, ids, subjectId, detail }: AuditRecord): Promise<Entry> {
    const { partnershipId, userId, membershipId, agencyId } = this.database.scope;
    const id = v7();
    const sealed = detail !== undefined && subjectId !== undefined ? await this.sealer.seal(subjectId, auditDetailPlace(id), detail) : null;
    return {
      id, at: this.clock.now(), partnership_id: partnershipId, user_id: userId, membership_id: membershipId, agency_id: agencyId,
      trace: currentTrace(), action, kind, ids, subject_id: subjectId ?? null,
      sealed_detail: sealed === null ? null : `\\x${sealed.toString('hex')}`,
      detail: detail !== undefined && subjectId === undefined ? JSON.stringify(detail) : null,
    };
  }
}
