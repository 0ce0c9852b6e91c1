import { addMembership, changeMembership, closeMembership, getMembership, type Membership as Shown } from '@concordat/contracts-partnership-registry';
import type { InputOf } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { caller } from '@concordat/platform-auth';
import { Endpoint, Input } from '@concordat/platform-http';
import { Controller } from '@nestjs/common';
import { People } from '../people/people.js';
import { PEOPLE_ADMINISTRATORS } from '../rules.js';
import type { Membership } from './membership.entity.js';
import { Memberships } from './memberships.js';
import { PeopleAuthority } from './people-authority.js';
import { ShownMemberships } from './shown-memberships.js';

@Controller()
export class MembershipsController {
  constructor(
    private readonly memberships: Memberships,
    private readonly people: People,
    private readonly shown: ShownMemberships,
    private readonly authority: PeopleAuthority,
    private readonly audit: Audit,
  ) {}

  @Endpoint(getMembership, PEOPLE_ADMINISTRATORS)
  async get(@Input() { params }: InputOf<typeof getMembership>): Promise<Shown> {
    const membership = await this.#get(params.membershipId);
    await this.audit.record({ action: 'viewed', kind: 'membership', ids: [membership.id] });
    return this.shown.one(membership);
  }

  @Endpoint(addMembership, PEOPLE_ADMINISTRATORS)
  async add(@Input() { params, body }: InputOf<typeof addMembership>): Promise<Shown> {
    await this.authority.demandGrant(body.agencyId, body.roles);
    const person = await this.people.get(caller().partnershipId, params.userId);
    return this.shown.one(await this.memberships.add(person, body));
  }

  @Endpoint(changeMembership, PEOPLE_ADMINISTRATORS)
  async change(@Input() { params, body }: InputOf<typeof changeMembership>): Promise<Shown> {
    const { version, ...details } = body;
    const { agencyId } = await this.#get(params.membershipId);
    await this.authority.demandGrant(agencyId, body.roles);
    return this.shown.one(await this.memberships.change(caller().partnershipId, params.membershipId, version, details));
  }

  @Endpoint(closeMembership, PEOPLE_ADMINISTRATORS)
  async close(@Input() { params, body }: InputOf<typeof closeMembership>): Promise<Shown> {
    await this.authority.demandEnd((await this.#get(params.membershipId)).agencyId);
    return this.shown.one(await this.memberships.close(caller().partnershipId, params.membershipId, body.version, body.why));
  }

  async #get(membershipId: string): Promise<Membership> {
    const membership = await this.memberships.get(caller().partnershipId, membershipId);
    await this.authority.demandSight(await this.people.get(membership.partnershipId, membership.userId));
    return membership;
  }
}
