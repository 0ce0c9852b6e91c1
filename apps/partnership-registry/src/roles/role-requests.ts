import { SECOND_PERSON_ROLES, type listRoleRequests } from '@concordat/contracts-partnership-registry';
import type { InputOf, Role } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { caller, demandConfirmed, type Caller } from '@concordat/platform-auth';
import { NotAllowedError, NotFoundError, RuleError } from '@concordat/platform-errors';
import { Database, type Page } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { todayInLondon } from '../calendar.js';
import type { Membership } from '../memberships/membership.entity.js';
import { Memberships } from '../memberships/memberships.js';
import { hasEnded } from '../memberships/period.js';
import { ROLE_KEEPERS } from '../rules.js';
import { RoleRequest } from './role-request.entity.js';
import { StaffNotices } from './staff-notices.js';

const isOf = ({ roles }: Pick<Caller, 'roles'>, wanted: readonly Role[]): boolean => roles.some((role) => wanted.includes(role));

/** What an administrator states of roles: those that hold at once, and those that wait for a second person. */
export interface SplitRoles {
  now: Role[];
  later: Role[];
}

/** Roles that reach further than others are asked for by one person and granted by another. */
@Injectable()
export class RoleRequests {
  constructor(
    private readonly database: Database,
    private readonly memberships: Memberships,
    private readonly notices: StaffNotices,
    private readonly audit: Audit,
  ) {}

  /** Whoever is no administrator of the partnership cannot make one by themselves either. */
  split(held: readonly Role[], wanted: readonly Role[]): SplitRoles {
    const further = isOf(caller(), ['administrator']) ? SECOND_PERSON_ROLES : [...SECOND_PERSON_ROLES, 'administrator'];
    const later = wanted.filter((role) => further.includes(role) && !held.includes(role));
    return { now: wanted.filter((role) => !later.includes(role)), later };
  }

  /** @throws RuleError `account-closed`, `membership-ended`: nobody would decide on it */
  async ask(membership: Membership, roles: readonly Role[]): Promise<void> {
    const { partnershipId, id, agencyId, userId } = membership;
    if (roles.length > 0) this.#refuseOver(membership);
    await this.database.em.flush();
    const waiting = await this.waiting(partnershipId, [id]);
    for (const role of roles.filter((one) => !waiting.some((request) => request.role === one))) {
      const request = this.database.rows(RoleRequest).insert({ partnershipId, membershipId: id, agencyId, userId, role, state: 'waiting', requestedBy: caller().userId, decidedBy: null });
      const others = await this.notices.colleagues(partnershipId, agencyId, ROLE_KEEPERS.roles);
      await this.notices.tell('role-requested', request.id, others.filter((other) => other !== caller().userId && other !== userId));
      await this.audit.record({ action: 'created', kind: 'role-request', ids: [request.id], detail: { role } });
    }
  }

  #refuseOver(membership: Membership): void {
    if (!membership.accountOpen) throw new RuleError('account-closed', 'The account is closed. Open it again first.');
    if (hasEnded(membership, todayInLondon(this.database.clock.now()))) throw new RuleError('membership-ended', 'The membership ends before a second person could grant the role.');
  }

  async waiting(partnershipId: string, membershipIds: readonly string[]): Promise<RoleRequest[]> {
    return this.database.rows(RoleRequest).find({ partnershipId, state: 'waiting', membershipId: { $in: [...membershipIds] } });
  }

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
