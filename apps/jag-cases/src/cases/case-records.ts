import { CaseChanged, type CaseState } from '@concordat/contracts-jag-cases';
import { Outbox } from '@concordat/platform-messaging';
import { Database, Sealer } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { Case, CaseStateEntry, CaseSubject } from './case.entity.js';

/** What of a case's own row is sealed under its first subject's key. */
export type SealedCaseColumn = 'criteria' | 'outcome';

/** What is said of a state as a case comes into it. */
export interface StateDetails {
  reason?: string | null;
  /** ISO date. */
  until?: string | null;
  agencyIds?: string[];
}

/** Writes cases: a state with its place in history, the texts that belong to the case itself, and the event that tells of it. */
@Injectable()
export class CaseRecords {
  readonly #keyHolders = new WeakMap<object, Promise<string>>();

  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
    private readonly outbox: Outbox,
  ) {}

  /** Subjects of a case, the first named first. */
  async subjectIds({ partnershipId, id }: Pick<Case, 'partnershipId' | 'id'>): Promise<string[]> {
    const links = await this.database.rows(CaseSubject).find({ partnershipId, caseId: id }, { orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
    return links.map((link) => link.subjectId);
  }

  /** The subject whose key seals the case's own texts: the first that was named, which no later one changes. */
  async keyHolder(found: Pick<Case, 'partnershipId' | 'id'>): Promise<string> {
    const asked = this.#keyHolders.get(found) ?? this.#firstSubject(found);
    this.#keyHolders.set(found, asked);
    return asked;
  }

  async #firstSubject(found: Pick<Case, 'partnershipId' | 'id'>): Promise<string> {
    const [first] = await this.subjectIds(found);
    if (first === undefined) throw new Error('A case has at least one subject');
    return first;
  }

  async seal(found: Case, column: SealedCaseColumn, value: unknown): Promise<Buffer> {
    return this.sealer.seal(await this.keyHolder(found), { table: 'case', column, rowId: found.id }, value);
  }

  /** Null where nothing was written, and where the person was erased. */
  async open<T>(found: Case, column: SealedCaseColumn): Promise<T | null> {
    const sealed = found[column];
    if (sealed === null) return null;
    const [opened] = await this.sealer.openMany<T>([{ subjectId: await this.keyHolder(found), place: { table: 'case', column, rowId: found.id }, sealed }]);
    return opened ?? null;
  }

  /** Begins the state that the case is in now, and ends the one before. */
  async enterState(found: Case, state: CaseState, byUserId: string, { reason = null, until = null, agencyIds = [] }: StateDetails = {}): Promise<void> {
    const { partnershipId, id: caseId } = found;
    const now = this.database.clock.now();
    const rows = this.database.rows(CaseStateEntry);
    const before = await rows.findOne({ partnershipId, caseId, toAt: null });
    if (before) await rows.change(before, before.version, { toAt: now });
    const id = v7();
    const sealed = reason === null ? null : await this.sealer.seal(await this.keyHolder(found), reasonPlace(id), reason);
    rows.insert({ id, partnershipId, caseId, state, fromAt: now, byUserId, reason: sealed, until, agencyIds });
  }

  /** Tells figures of the case as it is now. */
  async publish(found: Case): Promise<void> {
    await this.database.em.flush();
    await this.outbox.publish(CaseChanged, {
      aggregateId: found.id,
      version: found.version,
      payload: {
        forumCode: found.forumCode,
        ownerAgencyId: found.ownerAgencyId,
        nominatingAgencyId: found.nominatingAgencyId,
        subjectIds: await this.subjectIds(found),
        state: found.state,
        nominatedAt: found.nominatedAt.toISOString(),
        acceptedAt: found.acceptedAt?.toISOString() ?? null,
        closedAt: found.closedAt?.toISOString() ?? null,
        outcome: found.outcomeCode,
        positive: found.positive,
      },
    });
  }
}

/** The place of a state's reason, to which its seal is bound. */
export const reasonPlace = (stateId: string): { table: 'case_state'; column: 'reason'; rowId: string } => ({ table: 'case_state', column: 'reason', rowId: stateId });
