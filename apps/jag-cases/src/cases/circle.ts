import { Audit } from '@concordat/platform-audit';
import { NotFoundError, RuleError } from '@concordat/platform-errors';
import { Database } from '@concordat/platform-persistence';
import { CircleEntry } from '@concordat/sharing';
import { Injectable } from '@nestjs/common';
import { CaseNotices } from '../notices/case-notices.js';
import { Timeline } from '../timeline/timeline.js';
import type { Case } from './case.entity.js';

export interface Invitation {
  agencyId: string;
  /** null: the whole agency. */
  userIds: string[] | null;
  to: Date | null;
}

/** The agencies that are invited to a case, each for a period. The owner is always in it and has no entry. */
@Injectable()
export class Circle {
  constructor(
    private readonly database: Database,
    private readonly timeline: Timeline,
    private readonly notices: CaseNotices,
    private readonly audit: Audit,
  ) {}

  async of({ partnershipId, id }: Pick<Case, 'partnershipId' | 'id'>): Promise<CircleEntry[]> {
    return this.database.rows(CircleEntry).find({ partnershipId, caseId: id }, { orderBy: [{ fromAt: 'asc' }, { id: 'asc' }] });
  }

  /** Whether an agency owns the case or has a place in the circle now. */
  async includes(found: Case, agencyId: string): Promise<boolean> {
    return agencyId === found.ownerAgencyId || (await this.#open(found, agencyId)) !== null;
  }

  /** @throws RuleError `already-in-circle`, `agency-unknown` */
  async invite(found: Case, { agencyId, userIds, to }: Invitation): Promise<CircleEntry> {
    if (await this.includes(found, agencyId)) throw new RuleError('already-in-circle', 'This agency is in the circle already.');
    await this.#refuseUnknown(found.partnershipId, agencyId);
    const { partnershipId, id: caseId } = found;
    const entry = this.database.rows(CircleEntry).insert({ partnershipId, caseId, agencyId, fromAt: this.database.clock.now(), toAt: to, userIds });
    await this.database.em.flush();
    this.timeline.record({ caseId, kind: 'circle-joined', facts: { agencyId }, ownerOnly: true });
    await this.audit.record({ action: 'shared', kind: 'circle', ids: [entry.id] });
    await this.notices.raise('circle-joined', found, userIds === null ? { agencyIds: [agencyId], roles: ['practitioner', 'coordinator', 'manager'] } : { userIds });
    return entry;
  }

  /** Ends an agency's place, from now. @throws NotFoundError */
  async end(found: Case, entryId: string): Promise<CircleEntry> {
    const rows = this.database.rows(CircleEntry);
    const entry = await rows.findOne({ partnershipId: found.partnershipId, caseId: found.id, id: entryId });
    if (!entry) throw new NotFoundError('circle entry');
    const now = this.database.clock.now();
    if (entry.toAt === null || entry.toAt > now) {
      await rows.change(entry, entry.version, { toAt: now });
      this.timeline.record({ caseId: found.id, kind: 'circle-left', facts: { agencyId: entry.agencyId }, ownerOnly: true });
      await this.audit.record({ action: 'changed', kind: 'circle', ids: [entry.id] });
    }
    return entry;
  }

  async #open({ partnershipId, id }: Case, agencyId: string): Promise<CircleEntry | null> {
    const now = this.database.clock.now();
    return this.database.rows(CircleEntry).findOne({ partnershipId, caseId: id, agencyId, fromAt: { $lte: now }, $or: [{ toAt: null }, { toAt: { $gt: now } }] });
  }

  async #refuseUnknown(partnershipId: string, agencyId: string): Promise<void> {
    const known = await this.database.em.execute<unknown[]>('select 1 from agency_projection where partnership_id = ? and agency_id = ? and active', [partnershipId, agencyId]);
    if (known.length === 0) throw new RuleError('agency-unknown', 'Choose an agency of your partnership.');
  }
}
