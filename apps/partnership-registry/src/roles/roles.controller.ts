import { decideRoleRequest, listRoleChanges, listRoleRequests } from '@concordat/contracts-partnership-registry';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { caller } from '@concordat/platform-auth';
import { Endpoint, Input } from '@concordat/platform-http';
import { Controller } from '@nestjs/common';
import { AgencyPlaces } from '../agencies/agency-places.js';
import { People } from '../people/people.js';
import { ROLE_KEEPERS } from '../rules.js';
import { RoleChanges } from './role-changes.js';
import { RoleRequests } from './role-requests.js';

@Controller()
export class RolesController {
  constructor(
    private readonly requests: RoleRequests,
    private readonly changes: RoleChanges,
    private readonly people: People,
    private readonly places: AgencyPlaces,
    private readonly audit: Audit,
  ) {}

  @Endpoint(listRoleRequests, ROLE_KEEPERS)
  async list(@Input() { query }: InputOf<typeof listRoleRequests>): Promise<OutputOf<typeof listRoleRequests>> {
    const { partnershipId } = caller();
    const { items, next } = await this.requests.page(query);
    const names = await this.people.names(partnershipId, items.map(({ userId }) => userId));
    const agencies = await this.places.names(partnershipId, items.map(({ agencyId }) => agencyId));
    await this.audit.record({ action: 'listed', kind: 'role-request', ids: items.map(({ id }) => id) });
    return {
      items: items.map((request) => ({
        id: request.id,
        membershipId: request.membershipId,
        userId: request.userId,
        name: names.get(request.userId) ?? '',
        agencyName: agencies.get(request.agencyId) ?? '',
        role: request.role,
        requestedBy: request.requestedBy,
        requestedAt: request.createdAt.toISOString(),
        mayDecide: this.requests.mayDecide(request),
        version: request.version,
      })),
      next,
    };
  }

  @Endpoint(decideRoleRequest, ROLE_KEEPERS)
  async decide(@Input() { params, body }: InputOf<typeof decideRoleRequest>): Promise<OutputOf<typeof decideRoleRequest>> {
    await this.requests.decide(params.requestId, body);
    return { granted: body.grant };
  }

  @Endpoint(listRoleChanges, ROLE_KEEPERS)
  async listChanges(@Input() { query }: InputOf<typeof listRoleChanges>): Promise<OutputOf<typeof listRoleChanges>> {
    const { partnershipId, agencyId } = caller();
    const { items, next } = await this.changes.page(partnershipId, agencyId, query);
    const names = await this.people.names(partnershipId, items.map(({ userId }) => userId));
    await this.audit.record({ action: 'listed', kind: 'role-change', ids: items.map(({ id }) => id) });
    return {
      items: items.map(({ id, membershipId, userId, beforeRoles, afterRoles, byUserId, createdAt }) => ({
        id,
        membershipId,
        userId,
        name: names.get(userId) ?? '',
        before: beforeRoles,
        after: afterRoles,
        by: byUserId,
        at: createdAt.toISOString(),
      })),
      next,
    };
  }
}
