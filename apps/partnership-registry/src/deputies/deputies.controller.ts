import { listDeputising, nameDeputy, type Membership as Shown } from '@concordat/contracts-partnership-registry';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { caller } from '@concordat/platform-auth';
import { Endpoint, Input } from '@concordat/platform-http';
import { Controller } from '@nestjs/common';
import { Memberships } from '../memberships/memberships.js';
import { PeopleAuthority } from '../memberships/people-authority.js';
import { ShownMemberships } from '../memberships/shown-memberships.js';
import { People } from '../people/people.js';
import { PEOPLE_ADMINISTRATORS, SEE_DEPUTIES } from '../rules.js';
import { Deputies } from './deputies.js';

@Controller()
export class DeputiesController {
  constructor(
    private readonly deputies: Deputies,
    private readonly memberships: Memberships,
    private readonly people: People,
    private readonly authority: PeopleAuthority,
    private readonly shown: ShownMemberships,
  ) {}

  @Endpoint(nameDeputy, PEOPLE_ADMINISTRATORS)
  async name(@Input() { params, body }: InputOf<typeof nameDeputy>): Promise<Shown> {
    const membership = await this.memberships.get(caller().partnershipId, params.membershipId);
    await this.authority.demandSight(await this.people.get(membership.partnershipId, membership.userId));
    await this.authority.demandGrant(membership.agencyId, membership.roles);
    return this.shown.one(await this.deputies.name(membership, body));
  }

  @Endpoint(listDeputising, SEE_DEPUTIES)
  async list(@Input() { params }: InputOf<typeof listDeputising>): Promise<OutputOf<typeof listDeputising>> {
    return this.deputies.of(params.userId);
  }
}
