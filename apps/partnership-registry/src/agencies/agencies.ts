import { addAgency, changeAgency, listAgencies, type Agency as Shown } from '@concordat/contracts-partnership-registry';
import type { InputOf } from '@concordat/contracts-protocol';
import { InvalidInputError, RuleError } from '@concordat/platform-errors';
import { Database, type Page } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { DirectoryService } from '../directory/directory-service.entity.js';
import { Forum } from '../forums/forum.entity.js';
import { Memberships } from '../memberships/memberships.js';
import { ReferenceLists } from '../reference-lists/reference-lists.js';
import { AgencyPlaces } from './agency-places.js';
import { Agency, AgencyPlace } from './agency.entity.js';

type Details = Pick<AgencyPlace, 'name' | 'kind' | 'parentId' | 'emergencyAccess' | 'dutyContact'>;

@Injectable()
export class Agencies {
  constructor(
    private readonly database: Database,
    private readonly places: AgencyPlaces,
    private readonly lists: ReferenceLists,
    private readonly memberships: Memberships,
  ) {}

  async page(partnershipId: string, { left, after, size }: InputOf<typeof listAgencies>['query']): Promise<Page<AgencyPlace>> {
    return this.database.rows(AgencyPlace).page({ partnershipId, active: !left }, { order: [{ name: 'asc' }, { id: 'asc' }], after, size });
  }

  async get(partnershipId: string, agencyId: string): Promise<AgencyPlace> {
    return this.places.get(partnershipId, agencyId);
  }

  /** @throws RuleError `already-here` */
  async add(partnershipId: string, { existingId, ...details }: InputOf<typeof addAgency>['body']): Promise<AgencyPlace> {
    await this.#check(partnershipId, details);
    const healthOrSocialCare = await this.lists.isHealthOrSocialCare(partnershipId, details.kind);
    const agencyId = existingId ?? v7();
    if (existingId === undefined) {
      await this.database.em.insert(Agency, { id: agencyId, createdAt: this.database.clock.now() });
    } else {
      await this.#refuseUnknown(partnershipId, agencyId);
    }
    const place = this.database.rows(AgencyPlace).insert({ partnershipId, agencyId, ...details, healthOrSocialCare, active: true });
    await this.places.tell(place);
    return place;
  }

  /** @throws RuleError `runs-a-forum`, `provides-a-service` for an agency that cannot leave yet */
  async change(partnershipId: string, agencyId: string, body: InputOf<typeof changeAgency>['body']): Promise<AgencyPlace> {
    const { version, ...changes } = body;
    const place = await this.places.get(partnershipId, agencyId);
    await this.#check(partnershipId, changes, place);
    const leaves = place.active && !changes.active;
    if (leaves) await this.#refuseLeaving(partnershipId, agencyId);
    await this.database.rows(AgencyPlace).change(place, version, { ...changes, healthOrSocialCare: await this.lists.isHealthOrSocialCare(partnershipId, changes.kind) });
    await this.places.tell(place);
    if (leaves) await this.memberships.closeThoseOf(partnershipId, agencyId, 'The agency left the partnership');
    return place;
  }

  async #check(partnershipId: string, { kind, parentId }: Details, known?: AgencyPlace): Promise<void> {
    await this.lists.demand(partnershipId, 'agency-kinds', kind, 'body.kind', known?.kind);
    if (parentId === null) return;
    await this.places.demand(partnershipId, [parentId], 'body.parentId', known?.parentId ? [known.parentId] : []);
    if (known) await this.#refuseCircle(partnershipId, known.agencyId, parentId);
  }

  /** An agency is not part of itself, however far up. */
  async #refuseCircle(partnershipId: string, agencyId: string, parentId: string): Promise<void> {
    const seen = new Set<string>();
    for (let above: string | null = parentId; above !== null && !seen.has(above); ) {
      if (above === agencyId) throw new InvalidInputError([{ path: 'body.parentId', message: 'An agency cannot be part of itself' }]);
      seen.add(above);
      above = (await this.places.get(partnershipId, above)).parentId;
    }
  }

  async #refuseUnknown(partnershipId: string, agencyId: string): Promise<void> {
    if ((await this.database.em.count(Agency, { id: agencyId })) === 0) {
      throw new InvalidInputError([{ path: 'body.existingId', message: 'There is no agency with this id' }]);
    }
    if (await this.database.rows(AgencyPlace).findOne({ partnershipId, agencyId })) {
      throw new RuleError('already-here', 'The agency belongs to the partnership already');
    }
  }

  async #refuseLeaving(partnershipId: string, agencyId: string): Promise<void> {
    if (await this.database.rows(Forum).findOne({ partnershipId, ownerAgencyId: agencyId, active: true })) {
      throw new RuleError('runs-a-forum', 'The agency runs a forum. Give the forum to another agency or end it first.');
    }
    if (await this.database.rows(DirectoryService).findOne({ partnershipId, providerAgencyId: agencyId, active: true })) {
      throw new RuleError('provides-a-service', 'The agency provides a service of the directory. End the service first.');
    }
  }
}

export const shownAgency = (place: AgencyPlace): Shown => ({
  id: place.agencyId,
  name: place.name,
  kind: place.kind,
  parentId: place.parentId,
  emergencyAccess: place.emergencyAccess,
  dutyContact: place.dutyContact,
  active: place.active,
  version: place.version,
  updatedAt: place.updatedAt.toISOString(),
});
