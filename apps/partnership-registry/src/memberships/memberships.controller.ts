import { addMembership, changeMembership, closeMembership, getMembership, type Membership as Shown } from '@concordat/contracts-partnership-registry';
import type { InputOf } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { caller } from '@concordat/platform-auth';
import { Endpoint, Input } from '@concordat/platform-http';
import { Controller } from '@nestjs/common';
import { AgencyPlaces } from '../agencies/agency-places.js';
import { People } from '../people/people.js';
import { ADMINISTRATORS } from '../rules.js';
import type { Membership } from './membership.entity.js';
import { Memberships } from './memberships.js';
import { shownMembership } from './shown-membership.js';

@Controller()
export class MembershipsController {
  constructor(
    private readonly memberships: Memberships,
    private readonly people: People,
    private readonly places: AgencyPlaces,
    private readonly audit: Audit,
  ) {}

  @Endpoint(getMembership, ADMINISTRATORS)
  async get(@Input() { params }: InputOf<typeof getMembership>): Promise<Shown> {
    const membership = await this.memberships.get(caller().partnershipId, params.membershipId);
    await this.audit.record({ action: 'viewed', kind: 'membership', ids: [membership.id] });
    return this.#shown(membership);
  }

  @Endpoint(addMembership, ADMINISTRATORS)
  async add(@Input() { params, body }: InputOf<typeof addMembership>): Promise<Shown> {
    const person = await this.people.get(caller().partnershipId, params.userId);
    return this.#shown(await this.memberships.add(person, body));
  }

  @Endpoint(changeMembership, ADMINISTRATORS)
  async change(@Input() { params, body }: InputOf<typeof changeMembership>): Promise<Shown> {
    const { version, ...details } = body;
    return this.#shown(await this.memberships.change(caller().partnershipId, params.membershipId, version, details));
  }

  @Endpoint(closeMembership, ADMINISTRATORS)
  async close(@Input() { params, body }: InputOf<typeof closeMembership>): Promise<Shown> {
    return this.#shown(await this.memberships.close(caller().partnershipId, params.membershipId, body.version, body.why));
  }

  async #shown(membership: Membership): Promise<Shown> {
    const { name } = await this.places.get(membership.partnershipId, membership.agencyId);
    return shownMembership(membership, name);
  }
}
