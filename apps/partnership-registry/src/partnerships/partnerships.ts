import { changePartnership, PartnershipChanged, type Partnership as Shown } from '@concordat/contracts-partnership-registry';
import type { InputOf } from '@concordat/contracts-protocol';
import { Outbox } from '@concordat/platform-messaging';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { Partnership, PartnershipProfile } from './partnership.entity.js';

@Injectable()
export class Partnerships {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  async get(partnershipId: string): Promise<PartnershipProfile> {
    return this.database.rows(PartnershipProfile).get({ partnershipId });
  }

  /** A partnership with nobody in it yet; the open transaction is of its scope. */
  async create(partnershipId: string, details: { name: string; districts: string[] }): Promise<PartnershipProfile> {
    await this.database.em.insert(Partnership, { id: partnershipId, createdAt: this.database.clock.now() });
    const profile = this.database.rows(PartnershipProfile).insert({ id: partnershipId, partnershipId, ...details, active: true });
    await this.#tell(profile);
    return profile;
  }

  async change(partnershipId: string, { version, name, districts }: InputOf<typeof changePartnership>['body']): Promise<PartnershipProfile> {
    const profile = await this.get(partnershipId);
    await this.database.rows(PartnershipProfile).change(profile, version, { name, districts });
    await this.#tell(profile);
    return profile;
  }

  /** Everybody who changes what others rely on in the partnership waits here for one another. */
  async lock(partnershipId: string): Promise<void> {
    await this.database.em.execute('select 1 from partnership_profile where partnership_id = ? for update', [partnershipId]);
  }

  /** Ids of all partnerships, for timed work. */
  async ids(): Promise<string[]> {
    const all = await this.database.em.find(Partnership, {}, { orderBy: { id: 'asc' } });
    return all.map(({ id }) => id);
  }

  async #tell({ id, version, name, districts, active }: PartnershipProfile): Promise<void> {
    await this.outbox.publish(PartnershipChanged, { aggregateId: id, version, payload: { name, districts, active } });
  }
}

export const shownPartnership = ({ id, name, districts, active, version, updatedAt }: PartnershipProfile): Shown => ({
  id,
  name,
  districts,
  active,
  version,
  updatedAt: updatedAt.toISOString(),
});
