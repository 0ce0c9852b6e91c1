import type { listRoleRequests } from '@concordat/contracts-partnership-registry';
import type { InputOf, Role } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { caller, demandConfirmed, type Caller } from '@concordat/platform-auth';
import { NotAllowedError, NotFoundError, RuleError } from '@concordat/platform-errors';
import { Database, type Page } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { Memberships } from '../memberships/memberships.js';
import { ROLE_KEEPERS } from '../rules.js';
import { RoleRequest } from './role-request.entity.js';

const isOf = ({ roles }: Pick<Caller, 'roles'>, wanted: readonly Role[]): boolean => roles.some((role) => wanted.includes(role));

/** Roles that reach further than others are asked for by one person (memberships/memberships.ts) and granted by another. */
@Injectable()
export class RoleRequests {
  constructor(
    private readonly database: Database,
    private readonly memberships: Memberships,
    private readonly audit: Audit,
  ) {}

  async page({ after, size }: InputOf<typeof listRoleRequests>['query']): Promise<Page<RoleRequest>> {
    const { partnershipId, agencyId } = caller();
    const where = { partnershipId, state: 'waiting' as const, ...(isOf(caller(), ['administrator']) ? {} : { agencyId }) };
    return this.database.rows(RoleRequest).page(where, { order: [{ id: 'asc' }], after, size });
  }

  /** Neither who asked nor who gets the role; a role of the whole partnership only by one of its administrators. */
  mayDecide({ agencyId, userId, requestedBy, role }: RoleRequest): boolean {
    const who = caller();
    if (who.userId === userId || who.userId === requestedBy) return false;
    if (isOf(who, ['administrator'])) return true;
    return role !== 'administrator' && who.agencyId === agencyId && isOf(who, ROLE_KEEPERS.roles);
  }

  /** @throws NotAllowedError; ProblemError 403 `confirmation-needed` to grant it; RuleError `decided` */
  async decide(requestId: string, { version, grant, why }: { version: number; grant: boolean; why: string }): Promise<void> {
    const who = caller();
    const request = await this.database.rows(RoleRequest).get({ partnershipId: who.partnershipId, id: requestId });
    if (!isOf(who, ['administrator']) && who.agencyId !== request.agencyId) throw new NotFoundError('role request');
    if (!this.mayDecide(request)) throw new NotAllowedError('Somebody else than who asked for the role, and than who is to get it, decides on it.');
    if (grant) demandConfirmed(this.database.clock.now());
    if (request.state !== 'waiting') throw new RuleError('decided', 'Somebody has decided on this already');
    const reason = why === '' ? null : why;
    await this.database.rows(RoleRequest).change(request, version, { state: grant ? 'granted' : 'refused', decidedBy: who.userId }, reason ?? undefined);
    if (grant) await this.memberships.grant(who.partnershipId, request.membershipId, request.role, reason ?? 'Granted by a second person');
    await this.audit.record({ action: 'changed', kind: 'role-request', ids: [request.id], detail: { granted: grant } });
  }
}
