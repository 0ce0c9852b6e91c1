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

  @Endpoint(getNames, 'signed-in', { unaudited: 'names of colleagues, asked for by every page that shows who did what' })
  async get(@Input() { body }: InputOf<typeof getNames>): Promise<OutputOf<typeof getNames>> {
    const { partnershipId } = caller();
    const users = body.userIds.length === 0 ? new Map<string, string>() : await this.people.names(partnershipId, body.userIds);
    const agencies = body.agencyIds.length === 0 ? new Map<string, string>() : await this.places.names(partnershipId, body.agencyIds);
    return { users: Object.fromEntries(users), agencies: Object.fromEntries(agencies) };
  }
}
