import { Audit } from '@concordat/platform-audit';
import type { Role } from '@concordat/contracts-protocol';
import { RuleError } from '@concordat/platform-errors';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { todayInLondon } from '../calendar.js';
import type { Membership } from '../memberships/membership.entity.js';
import { hasEnded } from '../memberships/period.js';
import { ROLE_KEEPERS } from '../rules.js';
import { RoleRequest } from './role-request.entity.js';
import { StaffNotices } from './staff-notices.js';

/** As `hasEnded` says it, or with the account closed. */
const WITHDRAW_OVER = `
  update role_request r set state = 'withdrawn'
    from membership m
   where r.partnership_id = ? and r.state = 'waiting' and m.partnership_id = r.partnership_id and m.id = r.membership_id
     and (not m.account_open or m.ends_on <= ? or m.ends_on <= m.starts_on)`;

/** Roles of memberships that wait for a second person. */
@Injectable()
export class WaitingRoles {
  constructor(
    private readonly database: Database,
    private readonly notices: StaffNotices,
    private readonly audit: Audit,
  ) {}

  async of(partnershipId: string, membershipIds: readonly string[]): Promise<RoleRequest[]> {
    return this.database.rows(RoleRequest).find({ partnershipId, state: 'waiting', membershipId: { $in: [...membershipIds] } });
  }

  /**
   * Those that wait already are not asked for again.
   *
   * @param by who does not decide on it; null where nobody asked
   * @throws RuleError `account-closed`, `membership-ended`: nobody would decide on it
   */
  async ask(membership: Membership, roles: readonly Role[], by: string | null): Promise<void> {
    if (roles.length === 0) return;
    const { partnershipId, id, agencyId, userId } = membership;
    this.#refuseOver(membership);
    await this.database.em.flush();
    const waiting = await this.of(partnershipId, [id]);
    for (const role of roles.filter((one) => !waiting.some((request) => request.role === one))) {
      const request = this.database.rows(RoleRequest).insert({ partnershipId, membershipId: id, agencyId, userId, role, state: 'waiting', requestedBy: by, decidedBy: null });
      const others = await this.notices.colleagues(partnershipId, agencyId, ROLE_KEEPERS.roles);
      await this.notices.tell('role-requested', request.id, others.filter((other) => other !== by && other !== userId));
      await this.audit.record({ action: 'created', kind: 'role-request', ids: [request.id], detail: { role } });
    }
  }

  /** Nobody needs to decide any longer on roles other than those. */
  async withdraw({ partnershipId, id: membershipId }: Membership, butOf: readonly Role[] = []): Promise<void> {
    await this.database.em.nativeUpdate(RoleRequest, { partnershipId, membershipId, state: 'waiting', role: { $nin: [...butOf] } }, { state: 'withdrawn' });
  }

  /** Nor on those of memberships that are over, also where nobody was by when they ended. */
  async withdrawOver(partnershipId: string): Promise<void> {
    await this.database.em.execute(WITHDRAW_OVER, [partnershipId, this.#today()]);
  }

  #refuseOver(membership: Membership): void {
    if (!membership.accountOpen) throw new RuleError('account-closed', 'The account is closed. Open it again first.');
    if (hasEnded(membership, this.#today())) throw new RuleError('membership-ended', 'The membership ends before a second person could grant the role.');
  }

  #today(): string {
    return todayInLondon(this.database.clock.now());
  }
}
