import { addPerson, changePerson, createPasswordLink, listPeople, listStaff } from '@concordat/contracts-partnership-registry';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { RuleError } from '@concordat/platform-errors';
import { Audit } from '@concordat/platform-audit';
import { caller, demandConfirmed } from '@concordat/platform-auth';
import { Outbox } from '@concordat/platform-messaging';
import { Database, type Page } from '@concordat/platform-persistence';
import { raw, type RawQueryFragment } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import type { Account } from '../accounts/account.entity.js';
import { AccountLetters } from '../accounts/account-letters.js';
import { AccountLinks, standsAlone } from '../accounts/account-links.js';
import { Accounts, type AccountChanges } from '../accounts/accounts.js';
import { Membership } from '../memberships/membership.entity.js';
import { Memberships } from '../memberships/memberships.js';
import { followAccount } from './account-followers.js';
import { Person } from './person.entity.js';

/** The condition that a membership is somebody's last at its agency: whoever came back works there, and whoever came twice is named once. */
const lastOfTheirs = (): RawQueryFragment & symbol => raw(`
  not exists (select from membership other
     where other.partnership_id = [::alias::].partnership_id and other.agency_id = [::alias::].agency_id and other.user_id = [::alias::].user_id
       and other.deputy_for is null and (other.active or other.id > [::alias::].id))`);

@Injectable()
export class People {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly accounts: Accounts,
    private readonly memberships: Memberships,
    private readonly links: AccountLinks,
    private readonly letters: AccountLetters,
    private readonly audit: Audit,
  ) {}

  async page(partnershipId: string, { agencyId, after, size }: InputOf<typeof listPeople>['query']): Promise<Page<Person>> {
    const order = { order: [{ name: 'asc' }, { id: 'asc' }], after, size } as const;
    if (agencyId === undefined) return this.database.rows(Person).page({ partnershipId }, order);
    const there = await this.database.rows(Membership).find({ partnershipId, agencyId });
    return this.database.rows(Person).page({ partnershipId, userId: { $in: there.map(({ userId }) => userId) } }, order);
  }

  /** Memberships that hold, or with `former` those that do not, by the name of who holds them. */
  async staff(partnershipId: string, { agencyId, role, former, after, size }: InputOf<typeof listStaff>['query']): Promise<Page<Membership>> {
    const where = {
      partnershipId,
      ...(former === undefined ? { active: true } : { active: false, [lastOfTheirs()]: [] }),
      // Once each: those who act for another are colleagues in their own right.
      deputyFor: null,
      ...(agencyId === undefined ? {} : { agencyId }),
      ...(role === undefined ? {} : { roles: { $contains: [role] } }),
    };
    return this.database.rows(Membership).page(where, { order: [{ userName: 'asc' }, { id: 'asc' }], after, size });
  }

  async get(partnershipId: string, userId: string): Promise<Person> {
    return this.database.rows(Person).get({ partnershipId, userId });
  }

  async names(partnershipId: string, userIds: readonly string[]): Promise<Map<string, string>> {
    const people = await this.database.rows(Person).find({ partnershipId, userId: { $in: [...new Set(userIds)] } });
    return new Map(people.map(({ userId, name }) => [userId, name]));
  }

  /** @throws RuleError `already-here` */
  async add(partnershipId: string, { name, email, membership }: InputOf<typeof addPerson>['body']): Promise<{ person: Person; membership: Membership }> {
    if (await this.database.rows(Person).findOne({ partnershipId, email })) {
      throw new RuleError('already-here', 'Somebody of the partnership has this email address already');
    }
    // An account of its own, whoever has the address elsewhere: neither its answer nor what follows tells of another partnership.
    const account = await this.accounts.create({ id: v7(), name, email, homePartnershipId: partnershipId });
    const person = this.database.rows(Person).insert({ partnershipId, userId: account.id, name: account.name, email, open: account.open, secondFactorResetAt: null });
    // The membership refers to the person: first one, then the other.
    await this.database.em.flush();
    const made = await this.memberships.add(person, membership);
    await this.audit.record({ action: 'created', kind: 'staff', ids: [account.id] });
    return { person, membership: made };
  }

  /** @throws ProblemError 403 `confirmation-needed` for a new address; RuleError `managed-elsewhere`, `email-taken` */
  async change(partnershipId: string, userId: string, { version, name, email }: InputOf<typeof changePerson>['body']): Promise<Person> {
    const person = await this.get(partnershipId, userId);
    const moved = person.email !== email;
    // Whoever has the address can set the password.
    if (moved) demandConfirmed(this.database.clock.now());
    if (moved && (await this.database.rows(Person).findOne({ partnershipId, email }))) throw new RuleError('email-taken', 'Another account has this email address');
    const before = await this.managed(partnershipId, userId);
    await this.#write(person, version, { name, email });
    if (moved) {
      await this.accounts.endSessions(userId);
      if (await this.#opensToAnother(before)) await this.#askAgain(person, 'Their email address was changed');
      // To the address that it had: its owner is to know even if it was not they who asked.
      await this.letters.tell(before, 'address-changed');
    }
    return person;
  }

  /** @throws RuleError `managed-elsewhere`, `last-administrator` */
  async close(partnershipId: string, userId: string, version: number, why: string): Promise<Person> {
    const person = await this.get(partnershipId, userId);
    await this.#write(person, version, { open: false }, why);
    await this.accounts.endSessions(userId);
    await this.memberships.demandAdministrator(partnershipId);
    return person;
  }

  async reopen(partnershipId: string, userId: string, version: number, why: string): Promise<Person> {
    const person = await this.get(partnershipId, userId);
    await this.#write(person, version, { open: true }, why);
    return person;
  }

  /** The next time that they sign in they set up a second factor anew. @throws RuleError `managed-elsewhere` */
  async resetSecondFactor(partnershipId: string, userId: string, version: number, why: string): Promise<Person> {
    const account = await this.managed(partnershipId, userId);
    const person = await this.get(partnershipId, userId);
    await this.database.rows(Person).change(person, version, { secondFactorResetAt: this.database.clock.now() }, why);
    if (account.id !== caller().userId) await this.#askAgain(person, why);
    await this.accounts.removeSecondFactor(account.id);
    await this.letters.tell(account, 'second-factor-changed');
    await this.audit.record({ action: 'changed', kind: 'staff', ids: [userId], detail: { what: 'second-factor' } });
    return person;
  }

  /** The account of somebody who may have a link to it. @throws RuleError `managed-elsewhere`, `account-closed` */
  async linkable(partnershipId: string, userId: string): Promise<Account> {
    const account = await this.managed(partnershipId, userId);
    if (!account.open) throw new RuleError('account-closed', 'The account is closed. Open it again first.');
    return account;
  }

  /** A link with which they choose how they sign in, for the caller to hand over. @throws RuleError `managed-elsewhere`, `account-closed` */
  async handLink(partnershipId: string, userId: string): Promise<OutputOf<typeof createPasswordLink>> {
    const account = await this.linkable(partnershipId, userId);
    if (await this.#opensToAnother(account)) await this.#askAgain(await this.get(partnershipId, userId), 'A link to their account was made');
    await this.audit.record({ action: 'changed', kind: 'staff', ids: [userId], detail: { what: 'password-link' } });
    return this.links.create(account);
  }

  /** Sends them a link with which they choose how they sign in. @returns until when it works @throws RuleError `managed-elsewhere`, `account-closed` */
  async invite(partnershipId: string, userId: string): Promise<string> {
    const account = await this.linkable(partnershipId, userId);
    const link = await this.links.create(account);
    await this.letters.sendLink(account, 'invitation', link);
    await this.audit.record({ action: 'changed', kind: 'staff', ids: [userId], detail: { what: 'invitation' } });
    return link.expiresAt;
  }

  /** Ends every session of theirs. @throws RuleError `managed-elsewhere` */
  async endSessions(partnershipId: string, userId: string): Promise<void> {
    const account = await this.managed(partnershipId, userId);
    await this.accounts.endSessions(account.id);
    await this.audit.record({ action: 'changed', kind: 'staff', ids: [userId], detail: { what: 'sessions' } });
  }

  /** The account of somebody whom this partnership manages. @throws RuleError `managed-elsewhere` */
  async managed(partnershipId: string, userId: string): Promise<Account> {
    const person = await this.get(partnershipId, userId);
    const account = await this.accounts.find(person.userId);
    if (account === null) throw new Error('A person has no account');
    if (account.homePartnershipId !== partnershipId) {
      throw new RuleError('managed-elsewhere', 'Another partnership made this account and manages it');
    }
    return account;
  }

  /** Whether a link to the account lets in somebody else than who has used it. What is one's own is nobody else's. */
  async #opensToAnother(account: Account): Promise<boolean> {
    return account.id !== caller().userId && standsAlone(account) && (await this.accounts.begun([account.id])).has(account.id);
  }

  /** Whoever comes in next was let in by one person: what needs two waits for the second, wherever the account has it. */
  async #askAgain(person: Person, why: string): Promise<void> {
    await this.memberships.askAgain(person, why);
    await this.outbox.perform(followAccount, { userId: person.userId, by: caller().userId, askAgain: true });
  }

  async #write(person: Person, version: number, changes: AccountChanges, why?: string): Promise<void> {
    const account = await this.managed(person.partnershipId, person.userId);
    await this.database.rows(Person).change(person, version, changes, why);
    await this.accounts.change(account, changes);
    await this.memberships.follow(person, why ?? 'The person’s details were changed');
    await this.outbox.perform(followAccount, { userId: person.userId, ...(changes.open === true ? { by: caller().userId } : {}) });
    await this.audit.record({ action: 'changed', kind: 'staff', ids: [person.userId] });
  }
}
