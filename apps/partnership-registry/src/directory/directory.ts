import {
  addDirectoryService,
  changeDirectoryService,
  DirectoryServiceChanged,
  listDirectoryServices,
  type DirectoryService as Shown,
} from '@concordat/contracts-partnership-registry';
import type { InputOf } from '@concordat/contracts-protocol';
import { Outbox } from '@concordat/platform-messaging';
import { Database, type Page } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { refuseAges } from '../ages.js';
import { AgencyPlaces } from '../agencies/agency-places.js';
import { ReferenceLists } from '../reference-lists/reference-lists.js';
import { DirectoryService } from './directory-service.entity.js';

type Details = InputOf<typeof addDirectoryService>['body'];

/** The directory of services that people are referred to. */
@Injectable()
export class Directory {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly places: AgencyPlaces,
    private readonly lists: ReferenceLists,
  ) {}

  async page(partnershipId: string, { ended, after, size }: InputOf<typeof listDirectoryServices>['query']): Promise<Page<DirectoryService>> {
    return this.database.rows(DirectoryService).page({ partnershipId, active: !ended }, { order: [{ name: 'asc' }, { id: 'asc' }], after, size });
  }

  async get(partnershipId: string, serviceId: string): Promise<DirectoryService> {
    return this.database.rows(DirectoryService).get({ partnershipId, id: serviceId });
  }

  async add(partnershipId: string, details: Details): Promise<DirectoryService> {
    await this.#check(partnershipId, details);
    const service = this.database.rows(DirectoryService).insert({ partnershipId, ...details, active: true });
    await this.#tell(service);
    return service;
  }

  async change(partnershipId: string, serviceId: string, body: InputOf<typeof changeDirectoryService>['body']): Promise<DirectoryService> {
    const { version, ...changes } = body;
    const service = await this.get(partnershipId, serviceId);
    await this.#check(partnershipId, changes, service);
    await this.database.rows(DirectoryService).change(service, version, changes);
    await this.#tell(service);
    return service;
  }

  async #check(partnershipId: string, details: Details, known?: DirectoryService): Promise<void> {
    refuseAges(details);
    await this.lists.demand(partnershipId, 'service-kinds', details.kind, 'body.kind', known?.kind);
    await this.lists.demand(partnershipId, 'purposes', details.purpose, 'body.purpose', known?.purpose);
    await this.places.demand(partnershipId, [details.providerAgencyId], 'body.providerAgencyId', known ? [known.providerAgencyId] : []);
  }

  async #tell(service: DirectoryService): Promise<void> {
    await this.outbox.publish(DirectoryServiceChanged, {
      aggregateId: service.id,
      version: service.version,
      payload: detailsOf(service),
    });
  }
}

const detailsOf = (service: DirectoryService): Details & { active: boolean } => ({
  name: service.name,
  providerAgencyId: service.providerAgencyId,
  kind: service.kind,
  purpose: service.purpose,
  description: service.description,
  minimumAge: service.minimumAge,
  maximumAge: service.maximumAge,
  acknowledgeHours: service.acknowledgeHours,
  firstContactHours: service.firstContactHours,
  signpost: service.signpost,
  active: service.active,
});

export const shownDirectoryService = (service: DirectoryService): Shown => ({
  id: service.id,
  ...detailsOf(service),
  version: service.version,
  updatedAt: service.updatedAt.toISOString(),
});
