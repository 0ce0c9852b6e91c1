import { recordHistory, type RECORD_KINDS } from '@concordat/contracts-partnership-registry';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { caller } from '@concordat/platform-auth';
import { NotFoundError } from '@concordat/platform-errors';
import { Endpoint, Input } from '@concordat/platform-http';
import { Database, HistoryEntry } from '@concordat/platform-persistence';
import { Controller } from '@nestjs/common';
import { AgencyPlace } from '../agencies/agency.entity.js';
import { Agreement } from '../agreements/agreement.entity.js';
import { DirectoryService } from '../directory/directory-service.entity.js';
import { Forum } from '../forums/forum.entity.js';
import { Membership } from '../memberships/membership.entity.js';
import { PartnershipProfile } from '../partnerships/partnership.entity.js';
import { Person } from '../people/person.entity.js';
import { ReferenceEntry } from '../reference-lists/reference-entry.entity.js';
import { PEOPLE_ADMINISTRATORS } from '../rules.js';

type Kind = (typeof RECORD_KINDS)[number];

/** Who changed what, from what to what, when and why. */
@Controller()
export class HistoryController {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  @Endpoint(recordHistory, PEOPLE_ADMINISTRATORS)
  async get(@Input() { params }: InputOf<typeof recordHistory>): Promise<OutputOf<typeof recordHistory>> {
    const { partnershipId } = caller();
    const row = await this.#find(params.kind, partnershipId, params.recordId);
    if (row === null) throw new NotFoundError(params.kind);
    await this.audit.record({ action: 'viewed', kind: `history of ${params.kind}`, ids: [params.recordId] });
    const entries = await this.database.em.find(HistoryEntry, { partnershipId, rowId: row.id }, { orderBy: { rowVersion: 'desc', id: 'desc' } });
    return {
      changes: entries.map(({ field, from, to, userId, at, rowVersion, why }) => ({
        field,
        from: from ?? null,
        to: to ?? null,
        by: userId,
        at: at.toISOString(),
        version: rowVersion,
        why,
      })),
    };
  }

  /** The row that people know by `recordId`. */
  async #find(kind: Kind, partnershipId: string, recordId: string): Promise<{ id: string } | null> {
    const { database } = this;
    const byId = { partnershipId, id: recordId };
    switch (kind) {
      case 'partnership':
        return database.rows(PartnershipProfile).findOne(byId);
      case 'agency':
        return database.rows(AgencyPlace).findOne({ partnershipId, agencyId: recordId });
      case 'person':
        return database.rows(Person).findOne({ partnershipId, userId: recordId });
      case 'membership':
        return database.rows(Membership).findOne(byId);
      case 'forum':
        return database.rows(Forum).findOne(byId);
      case 'agreement':
        return database.rows(Agreement).findOne(byId);
      case 'directory-service':
        return database.rows(DirectoryService).findOne(byId);
      case 'reference-entry':
        return database.rows(ReferenceEntry).findOne(byId);
    }
  }
}
