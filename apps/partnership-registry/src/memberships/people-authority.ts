import type { Role } from '@concordat/contracts-protocol';
import { caller } from '@concordat/platform-auth';
import { NotFoundError, RuleError } from '@concordat/platform-errors';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { Accounts } from '../accounts/accounts.js';
import type { Person } from '../people/person.entity.js';
import { PEOPLE_ADMINISTRATORS } from '../rules.js';
import { Membership } from './membership.entity.js';

const administers = ({ roles }: { roles: readonly Role[] }): boolean => roles.some((role) => PEOPLE_ADMINISTRATORS.roles.some((one) => one === role));

/** For which agencies the caller looks after people. */
export class Reach {
  constructor(
    private readonly administered: ReadonlySet<string>,
    private readonly who = caller(),
  ) {}

  /** An agency that has nobody of its own for it is looked after by the partnership's administrators, until it has. */
  reaches(agencyId: string): boolean {
    if (agencyId === this.who.agencyId) return administers(this.who);
    return this.who.roles.includes('administrator') && !this.administered.has(agencyId);
  }

  isOwn(agencyId: string): boolean {
    return agencyId === this.who.agencyId;
  }
}

/**
 * An agency's people and their roles are its own administrators' business. Administrators of the partnership make the
 * first administrator of an agency, and end what has nobody else to end it.
 */
@Injectable()
export class PeopleAuthority {
  constructor(
    private readonly database: Database,
    private readonly accounts: Accounts,
  ) {}

  async reach(): Promise<Reach> {
    const { partnershipId } = caller();
    const all = await this.database.rows(Membership).find({ partnershipId, active: true, roles: { $overlap: [...PEOPLE_ADMINISTRATORS.roles] } });
    return new Reach(new Set(all.map(({ agencyId }) => agencyId)));
  }

  /** @throws RuleError `another-agency` */
  async demandGrant(agencyId: string, roles: readonly Role[]): Promise<void> {
    const reach = await this.reach();
    if (reach.isOwn(agencyId) && reach.reaches(agencyId)) return;
    const first = roles.length === 1 && roles[0] === 'agency-administrator';
    if (reach.reaches(agencyId) && first) return;
    throw new RuleError(
      'another-agency',
      reach.reaches(agencyId)
        ? 'This agency has no administrator yet. Make somebody its agency administrator, with no other role: they add the others.'
        : 'An agency’s people and their roles are looked after by its own administrators.',
    );
  }

  /** @throws RuleError `another-agency` */
  async demandEnd(agencyId: string): Promise<void> {
    if (!(await this.reach()).reaches(agencyId)) throw new RuleError('another-agency', 'An agency’s people and their roles are looked after by its own administrators.');
  }

  /** Before anything is done to somebody's account. @throws RuleError `another-agency` */
  async demandAccount(person: Person): Promise<void> {
    const [first] = await this.#ofPerson(person);
    if (first !== undefined) await this.demandEnd(first.agencyId);
  }

  /** Administrators of an agency alone know of its people alone. @throws NotFoundError */
  async demandSight(person: Person): Promise<void> {
    const { roles, agencyId } = caller();
    if (roles.includes('administrator')) return;
    if (!(await this.#ofPerson(person)).some((membership) => membership.agencyId === agencyId)) throw new NotFoundError('person');
  }

  /**
   * Before somebody is given a link to their account: by who looks after it, or, for an agency's administrator who has
   * never used theirs, by administrators of the partnership, who made them. @throws RuleError `another-agency`
   */
  async demandLink(person: Person): Promise<void> {
    const memberships = await this.#ofPerson(person);
    if (!(await this.mayInvite([person.userId], memberships)).has(person.userId)) await this.demandAccount(person);
  }

  /** Whom administrators of the partnership may invite though another agency's administrators look after them. */
  async mayInvite(userIds: readonly string[], memberships: readonly Membership[]): Promise<Set<string>> {
    if (!caller().roles.includes('administrator')) return new Set();
    const begun = await this.accounts.begun(userIds);
    const firsts = memberships.filter(({ active, roles, userId }) => active && roles.includes('agency-administrator') && !begun.has(userId));
    return new Set(firsts.map(({ userId }) => userId));
  }

  async #ofPerson({ partnershipId, userId }: Person): Promise<Membership[]> {
    return firstHeld(await this.database.rows(Membership).find({ partnershipId, userId }, { orderBy: { id: 'asc' } }));
  }
}

/** Memberships that hold before those that do not, the oldest first: the first one's agency looks after the account. */
export const firstHeld = <Held extends { active: boolean }>(memberships: readonly Held[]): Held[] => [...memberships.filter(({ active }) => active), ...memberships.filter(({ active }) => !active)];
