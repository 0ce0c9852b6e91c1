import type { membershipDetails, newMembership } from '@concordat/contracts-partnership-registry';
import type { Role } from '@concordat/contracts-protocol';
import { InvalidInputError, RuleError } from '@concordat/platform-errors';
import { Audit } from '@concordat/platform-audit';
import { openCaller } from '@concordat/platform-auth';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Accounts } from '../accounts/accounts.js';
import { AgencyPlaces } from '../agencies/agency-places.js';
import { todayInLondon } from '../calendar.js';
import { Partnerships } from '../partnerships/partnerships.js';
import { Person } from '../people/person.entity.js';
import { MembershipEvents } from './membership-events.js';
import { Membership } from './membership.entity.js';
import { RoleChanges } from '../roles/role-changes.js';
import { StaffNotices } from '../roles/staff-notices.js';
import { WaitingRoles } from '../roles/waiting-roles.js';
import { hasEnded, isHolding, overlaps, type Period } from './period.js';
import { notAlone, rolesThatStay, without, type Agreed } from './second-person.js';
import { hasLeft, NOTHING, rolesThatCount, stageOf, standingOf, type Standing } from './stages.js';

type Details = z.output<typeof membershipDetails>;
type Changes = Partial<Details & Pick<Membership, 'userName' | 'accountOpen' | 'reviewedOn' | 'suspendedOn'>>;

@Injectable()
export class Memberships {
  constructor(
    private readonly database: Database,
    private readonly events: MembershipEvents,
    private readonly places: AgencyPlaces,
    private readonly accounts: Accounts,
    private readonly partnerships: Partnerships,
    private readonly changes: RoleChanges,
    private readonly waiting: WaitingRoles,
    private readonly notices: StaffNotices,
    private readonly audit: Audit,
  ) {}

  async get(partnershipId: string, membershipId: string): Promise<Membership> {
    return this.database.rows(Membership).get({ partnershipId, id: membershipId });
  }

  /** Memberships of people in the partnership, oldest first. */
  async of(partnershipId: string, userIds: readonly string[]): Promise<Membership[]> {
    return this.database.rows(Membership).find({ partnershipId, userId: { $in: [...userIds] } }, { orderBy: { id: 'asc' } });
  }

  /** @throws RuleError `already-a-member`, `account-closed`, `membership-ended` */
  async add(person: Person, { agencyId, ...details }: z.output<typeof newMembership>): Promise<Membership> {
    const { partnershipId, userId } = person;
    refuseBackwards(details);
    await this.places.demand(partnershipId, [agencyId], 'body.agencyId');
    await this.#refuseSecond(partnershipId, userId, agencyId, details);
    return this.#insert(person, { agencyId, deputyFor: null, ...details }, []);
  }

  /** Lets somebody, whose `own` membership holds, act for the holder of `of`. @throws RuleError `already-a-deputy` */
  async addDeputy(person: Person, of: Membership, own: Membership, period: Pick<Details, 'startsOn' | 'endsOn'>): Promise<Membership> {
    const { partnershipId, agencyId, userId: deputyFor } = of;
    await this.#lock(partnershipId, person.userId);
    const others = await this.database.rows(Membership).find({ partnershipId, agencyId, userId: person.userId, deputyFor });
    if (others.some((other) => overlaps(other, period))) throw new RuleError('already-a-deputy', 'They act for this person at that time already');
    return this.#insert(person, { agencyId, deputyFor, roles: of.roles, ...period, trainingValidTo: own.trainingValidTo }, own.roles);
  }

  /** @param held the roles that they have at the agency already */
  async #insert(person: Person, { agencyId, deputyFor, ...details }: Details & Pick<Membership, 'agencyId' | 'deputyFor'>, held: readonly Role[]): Promise<Membership> {
    const { partnershipId, userId } = person;
    // Whoever runs the installation makes a partnership's first administrator.
    const later = openCaller() === null ? [] : notAlone(without(details.roles, held));
    // Whoever adds them says that they need it.
    const standing = { ...details, roles: without(details.roles, later), reviewedOn: this.#today(), suspendedOn: null, accountOpen: person.open };
    const membership = this.database.rows(Membership).insert({
      partnershipId,
      userId,
      userName: person.name,
      agencyId,
      deputyFor,
      ...standing,
      active: isHolding(standing, this.#today()),
    });
    await this.events.membership(membership);
    await this.events.contact(membership, person);
    await this.#tellOfRoles(NOTHING, membership);
    await this.waiting.ask(membership, later, this.database.scope.userId);
    await this.audit.record({ action: 'created', kind: 'membership', ids: [membership.id] });
    return membership;
  }

  /** @throws RuleError `already-a-member`, `deputy`, `membership-ended`, `account-closed`, `last-administrator` */
  async change(partnershipId: string, membershipId: string, version: number, details: Details): Promise<Membership> {
    refuseBackwards(details);
    const membership = await this.get(partnershipId, membershipId);
    if (membership.deputyFor !== null) throw new RuleError('deputy', 'They act for somebody else here, in that person’s roles. End it and name them again.');
    this.#refuseEnded(membership, 'Add a membership if they are to come back.');
    await this.#refuseSecond(partnershipId, membership.userId, membership.agencyId, details, membership.id);
    await this.#write(membership, version, details);
    if (!membership.active) await this.accounts.endSessions(membership.userId);
    await this.demandAdministrator(partnershipId);
    return membership;
  }

  /** Ends it now. @throws RuleError `membership-ended`, `last-administrator` */
  async close(partnershipId: string, membershipId: string, version: number, why: string): Promise<Membership> {
    const membership = await this.get(partnershipId, membershipId);
    this.#refuseEnded(membership);
    await this.#end(membership, version, why);
    await this.demandAdministrator(partnershipId);
    return membership;
  }

  /** One more role, as a second person granted it. @throws RuleError `membership-ended` */
  async grant(partnershipId: string, membershipId: string, role: Role, why: string): Promise<void> {
    const membership = await this.get(partnershipId, membershipId);
    this.#refuseEnded(membership);
    await this.#write(membership, membership.version, { roles: [...new Set([...membership.roles, role])].sort() }, why, { granted: [role] });
  }

  async closeThoseOf(partnershipId: string, agencyId: string, why: string): Promise<void> {
    const all = await this.database.rows(Membership).find({ partnershipId, agencyId });
    for (const membership of all) await this.#end(membership, membership.version, why);
    await this.demandAdministrator(partnershipId);
  }

  /** Brings the person's memberships here into step with what became of them and their account. */
  async follow(person: Person, why: string, by = this.database.scope.userId): Promise<void> {
    const { partnershipId, userId, name, open } = person;
    for (const membership of await this.of(partnershipId, [userId])) {
      const changed = await this.#write(membership, membership.version, { userName: name, accountOpen: open }, why, { by });
      if (!changed) await this.events.contact(membership, person);
    }
  }

  /** Somebody let in alone whoever comes next to the account: two did not agree on their roles. */
  async askAgain({ partnershipId, userId }: Person, why: string, by = this.database.scope.userId): Promise<void> {
    for (const membership of await this.of(partnershipId, [userId])) await this.#write(membership, membership.version, {}, why, { lost: membership.roles, by });
  }

  /** Timed work: memberships that began or ended with the date, suspended ones too. */
  async turn(partnershipId: string): Promise<void> {
    const today = this.#today();
    const turned = await this.database.rows(Membership).find({
      partnershipId,
      $or: [
        { active: true, endsOn: { $lte: today } },
        { suspendedOn: { $ne: null }, endsOn: { $lte: today } },
        { active: false, suspendedOn: null, accountOpen: true, startsOn: { $lte: today }, endsOn: null },
        { active: false, suspendedOn: null, accountOpen: true, startsOn: { $lte: today }, endsOn: { $gt: today } },
      ],
    });
    for (const membership of turned) {
      await this.#write(membership, membership.version, {}, 'Its date came');
      if (!membership.active) await this.accounts.endSessions(membership.userId);
    }
    await this.waiting.withdrawOver(partnershipId);
  }

  /** Somebody else said that it is needed for another year: a suspension ends. */
  async confirm(membership: Membership, version: number, today: string): Promise<void> {
    await this.#write(membership, version, { reviewedOn: today, suspendedOn: null }, 'Confirmed that it is needed');
  }

  /** Nobody confirmed it in time: it does not hold until somebody does. @returns false for the partnership's last administrator */
  async suspend(membership: Membership, today: string): Promise<boolean> {
    const { partnershipId, roles } = membership;
    await this.partnerships.lock(partnershipId);
    if (roles.includes('administrator') && (await this.#administrators(partnershipId)) === 1) return false;
    await this.#write(membership, membership.version, { suspendedOn: today }, 'Nobody confirmed that it is needed');
    await this.accounts.endSessions(membership.userId);
    return true;
  }

  /** Tells the services that keep registers what everybody who holds a membership is called. */
  async tellNames(partnershipId: string): Promise<void> {
    const people = new Map((await this.database.rows(Person).find({ partnershipId })).map((person) => [person.userId, person]));
    for (const membership of await this.database.rows(Membership).find({ partnershipId })) {
      const person = people.get(membership.userId);
      if (person !== undefined) await this.events.named(membership, person);
    }
  }

  /** A partnership that nobody can manage could never be mended from its own pages. @throws RuleError `last-administrator` */
  async demandAdministrator(partnershipId: string): Promise<void> {
    await this.partnerships.lock(partnershipId);
    if ((await this.#administrators(partnershipId)) === 0) throw new RuleError('last-administrator', 'Nobody else could manage the partnership. Make somebody else an administrator first.');
  }

  /** Their deputies do not count: they end by themselves. */
  async #administrators(partnershipId: string): Promise<number> {
    return this.database.rows(Membership).count({ partnershipId, active: true, deputyFor: null, roles: { $contains: ['administrator'] } });
  }

  async #end(membership: Membership, version: number, why: string): Promise<void> {
    const today = this.#today();
    const endsOn = hasEnded(membership, today) ? membership.endsOn : membership.startsOn > today ? membership.startsOn : today;
    await this.#write(membership, version, { endsOn }, why);
    await this.accounts.endSessions(membership.userId);
  }

  /** What follows of a change for whoever looks after the agency's people, whichever way it came about. */
  async #follow(before: Standing, membership: Membership, by: string | null): Promise<void> {
    await this.#tellOfRoles(before, membership);
    const after = standingOf(membership, this.#today());
    if (after.stage === 'over') await this.waiting.withdraw(membership);
    if (membership.deputyFor !== null) return;
    if (hasLeft(before, after)) await this.#tellOfLeaver(membership);
    // Nothing rests on a membership that held neither before nor now.
    if (before.stage === 'holding' || after.stage === 'holding') await this.#followDeputies(membership, { lost: without(before.roles, membership.roles), by });
  }

  async #tellOfRoles(before: Standing, membership: Membership): Promise<void> {
    const roles = rolesThatCount(before, standingOf(membership, this.#today()));
    await this.changes.record(membership, roles.before, roles.after);
  }

  /** What they worked on is to be handed over, unless they go on there in another membership. */
  async #tellOfLeaver({ partnershipId, agencyId, userId }: Membership): Promise<void> {
    const others = await this.database.rows(Membership).find({ partnershipId, agencyId, userId, deputyFor: null });
    if (others.some((other) => isHolding(other, this.#today()))) return;
    const those = await this.notices.colleagues(partnershipId, agencyId, ['manager', 'coordinator']);
    await this.notices.tell('colleague-left', userId, those.filter((other) => other !== userId));
  }

  /**
   * The one way in which a membership changes: roles that would begin by one person's act wait for a second, whichever act
   * it is, and the other services are told of what changed.
   *
   * @returns whether anything did
   */
  async #write(membership: Membership, version: number, changes: Changes, why?: string, { granted = [], lost = [], by = this.database.scope.userId }: Agreed = {}): Promise<boolean> {
    const { partnershipId, userId } = membership;
    const today = this.#today();
    const before = standingOf(membership, today);
    const stated = { accountOpen: membership.accountOpen, suspendedOn: membership.suspendedOn, startsOn: membership.startsOn, endsOn: membership.endsOn, roles: membership.roles, ...changes };
    // What has ended waits for nobody's confirmation.
    const to = hasEnded(stated, today) ? { ...stated, suspendedOn: null } : stated;
    const active = isHolding(to, today);
    const stay = rolesThatStay(before, { stage: stageOf({ ...to, active }, today), startsOn: to.startsOn }, lost);
    const later = await this.#waiting(membership, notAlone(without(to.roles, [...stay, ...granted])));
    await this.database.rows(Membership).change(membership, version, { ...changes, roles: without(to.roles, later), suspendedOn: to.suspendedOn, active }, why);
    const changed = membership.version > version;
    if (changed) {
      await this.events.membership(membership);
      await this.events.contact(membership, await this.database.rows(Person).get({ partnershipId, userId }));
    }
    await this.#follow(before, membership, by);
    await this.waiting.ask(membership, later, by);
    await this.audit.record({ action: 'changed', kind: 'membership', ids: [membership.id] });
    return changed;
  }

  /** Nobody acts for another longer, in more roles, or with longer training, than the memberships hold that it rests on. */
  async #followDeputies(rest: Membership, agreed: Required<Pick<Agreed, 'lost' | 'by'>>): Promise<void> {
    const { partnershipId, agencyId, userId } = rest;
    const those = await this.database.rows(Membership).find({
      partnershipId, agencyId, endsOn: { $gt: this.#today() }, $or: [{ deputyFor: userId }, { userId, deputyFor: { $ne: null } }],
    });
    for (const deputy of those) {
      if (!rest.active) await this.#end(deputy, deputy.version, 'A membership ended that it rested on');
      else if (deputy.userId === userId) await this.#followOwn(deputy, rest, agreed);
      else await this.#followRoles(deputy, rest);
    }
  }

  /** Roles that they brought along wait once they have them no longer. */
  async #followOwn(deputy: Membership, { trainingValidTo }: Membership, agreed: Required<Pick<Agreed, 'lost' | 'by'>>): Promise<void> {
    const brought = deputy.roles.some((role) => agreed.lost.includes(role));
    if (brought || deputy.trainingValidTo !== trainingValidTo) await this.#write(deputy, deputy.version, { trainingValidTo }, 'Their own training or roles changed', agreed);
  }

  async #followRoles(deputy: Membership, { roles }: Membership): Promise<void> {
    const kept = deputy.roles.filter((role) => roles.includes(role));
    await this.waiting.withdraw(deputy, roles);
    if (kept.length < deputy.roles.length) await this.#write(deputy, deputy.version, { roles: kept }, 'The roles of whom they act for changed');
  }

  /** The last administrator keeps managing the partnership: nobody could grant it to them again. */
  async #waiting({ partnershipId, active, roles }: Membership, later: readonly Role[]): Promise<readonly Role[]> {
    if (!later.includes('administrator') || !roles.includes('administrator')) return later;
    const others = (await this.#administrators(partnershipId)) - (active ? 1 : 0);
    return others > 0 ? later : without(later, ['administrator']);
  }

  /** One membership of a person in an agency at a time. */
  async #refuseSecond(partnershipId: string, userId: string, agencyId: string, period: Period, but?: string): Promise<void> {
    await this.#lock(partnershipId, userId);
    const others = await this.database.rows(Membership).find({ partnershipId, userId, agencyId, deputyFor: null });
    if (others.some((other) => other.id !== but && overlaps(other, period))) {
      throw new RuleError('already-a-member', 'The person has a membership in this agency at that time already');
    }
  }

  /** What has ended stays so: who comes back gets a membership of which everybody is told, with roles that are granted anew. @throws RuleError `membership-ended` */
  #refuseEnded(membership: Membership, what = ''): void {
    if (hasEnded(membership, this.#today())) throw new RuleError('membership-ended', `The membership has ended. ${what}`.trim());
  }

  async #lock(partnershipId: string, userId: string): Promise<void> {
    await this.database.em.execute('select 1 from person where partnership_id = ? and user_id = ? for update', [partnershipId, userId]);
  }

  #today(): string {
    return todayInLondon(this.database.clock.now());
  }
}

function refuseBackwards({ startsOn, endsOn }: Period): void {
  if (endsOn !== null && endsOn < startsOn) throw new InvalidInputError([{ path: 'body.endsOn', message: 'The end must be after the start' }]);
}
