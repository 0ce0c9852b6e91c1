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

const INSERT = `
  insert into audit_entry (id, at, partnership_id, user_id, membership_id, agency_id, trace, action, kind, ids, subject_id, sealed_detail, detail)
  values (?, ?, ?, ?, ?, ?, ?, ?, ?, array(select jsonb_array_elements_text(?::jsonb)), ?, ?, ?)`;

/** The record of who saw and changed what. The service can add to it and read it, and nothing else. */
@Injectable()
export class Audit {
  /** Transactions of which something was recorded. */
  readonly #told = new WeakSet<object>();

  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
    private readonly clock: Clock,
  ) {}

  /**
   * Writes one entry in the open transaction: when it cannot be written, the error is the request's, even if it is caught,
   * and nothing of the request stays. Who and for which agency come from the transaction's scope.
   *
   * @throws Error outside a transaction
   */
  async record(entry: AuditRecord): Promise<void> {
    try {
      await this.#write(entry);
      this.#told.add(this.database.em);
    } catch (error) {
      if (this.database.inTransaction) this.database.refuseCommit(error);
      throw error;
    }
  }

  /** Whether nothing was recorded yet in the open transaction. @throws Error outside one */
  get isSilent(): boolean {
    return !this.#told.has(this.database.em);
  }

  async #write({ action, kind, ids, subjectId, detail }: AuditRecord): Promise<void> {
    const { em, scope } = this.database;
    const id = v7();
    const sealed = detail !== undefined && subjectId !== undefined ? await this.sealer.seal(subjectId, auditDetailPlace(id), detail) : null;
    const open = detail !== undefined && subjectId === undefined ? JSON.stringify(detail) : null;
    await em.execute(
      INSERT,
      [
        id, this.clock.now(), scope.partnershipId, scope.userId, scope.membershipId, scope.agencyId, currentTrace(),
        action, kind, JSON.stringify(ids), subjectId ?? null, sealed, open,
      ],
      'run',
    );
  }
}
