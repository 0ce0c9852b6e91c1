import { AgencyChanged } from '@concordat/contracts-partnership-registry';
import { InvalidInputError } from '@concordat/platform-errors';
import { Outbox } from '@concordat/platform-messaging';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { AgencyPlace } from './agency.entity.js';

/** Agencies of a partnership, as others of this service look them up. */
@Injectable()
export class AgencyPlaces {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  async get(partnershipId: string, agencyId: string): Promise<AgencyPlace> {
    return this.database.rows(AgencyPlace).get({ partnershipId, agencyId });
  }

  /** Tells the other services of an agency as it is now. */
  async tell({ id, version, agencyId, name, kind, parentId, emergencyAccess, healthOrSocialCare, active }: AgencyPlace): Promise<void> {
    await this.outbox.publish(AgencyChanged, { aggregateId: id, version, payload: { agencyId, name, kind, parentId, emergencyAccess, healthOrSocialCare, active } });
  }

  /** Agencies of a kind follow what its entry in the list says. */
  async followKind(partnershipId: string, kind: string, healthOrSocialCare: boolean): Promise<void> {
    const rows = this.database.rows(AgencyPlace);
    for (const place of await rows.find({ partnershipId, kind, healthOrSocialCare: !healthOrSocialCare })) {
      await rows.change(place, place.version, { healthOrSocialCare }, 'The kind of agency was changed');
      await this.tell(place);
    }
  }

  /** Names by agency id, of those that left as well. */
  async names(partnershipId: string, agencyIds: readonly string[]): Promise<Map<string, string>> {
    const places = await this.database.rows(AgencyPlace).find({ partnershipId, agencyId: { $in: [...new Set(agencyIds)] } });
    return new Map(places.map(({ agencyId, name }) => [agencyId, name]));
  }

  /**
   * Refuses agencies that are not members now; those of `kept` may stay.
   *
   * @throws InvalidInputError at `path`
   */
  async demand(partnershipId: string, agencyIds: readonly string[], path: string, kept: readonly string[] = []): Promise<void> {
    const asked = [...new Set(agencyIds)].filter((agencyId) => !kept.includes(agencyId));
    if (asked.length === 0) return;
    const found = await this.database.rows(AgencyPlace).count({ partnershipId, active: true, agencyId: { $in: asked } });
    if (found !== asked.length) throw new InvalidInputError([{ path, message: 'Select an agency of the partnership' }]);
  }
}
