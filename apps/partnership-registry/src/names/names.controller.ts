import { getNames } from '@concordat/contracts-partnership-registry';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { caller } from '@concordat/platform-auth';
import { Endpoint, Input } from '@concordat/platform-http';
import { Controller } from '@nestjs/common';
import { AgencyPlaces } from '../agencies/agency-places.js';
import { People } from '../people/people.js';

/** Other services store ids of staff and agencies; pages ask here what they are called. */
@Controller()
export class NamesController {
  constructor(
    private readonly people: People,
    private readonly places: AgencyPlaces,
  ) {}

  @Endpoint(getNames, 'signed-in', { reading: true, unaudited: 'names of colleagues, asked for by every page that shows who did what' })
  async get(@Input() { body }: InputOf<typeof getNames>): Promise<OutputOf<typeof getNames>> {
    const { partnershipId } = caller();
    const [users, agencies] = await Promise.all([this.people.names(partnershipId, body.userIds), this.places.names(partnershipId, body.agencyIds)]);
    return { users: Object.fromEntries(users), agencies: Object.fromEntries(agencies) };
  }
}
