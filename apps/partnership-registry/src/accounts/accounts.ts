import { RuleError } from '@concordat/platform-errors';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { ProviderLink } from '../identity-providers/identity-provider.entity.js';
import { Installation } from '../installation/installation.entity.js';
import { Account, AccountSession, Credential, SecondFactor } from './account.entity.js';
import { EndedSessions } from './ended-sessions.js';
import { StoredPasskey } from './passkeys/passkey.entity.js';
import { SentForms } from './sent-forms.js';

/** Of keys that are no addresses: a name that can belong to nobody (RFC 2606). */
const KEYS_OF_THEIR_OWN = 'account.invalid';

/** A key that no account has. */
export const KEY_OF_NOBODY = `nobody@${KEYS_OF_THEIR_OWN}`;

/** What an account may be changed in. */
export type AccountChanges = Partial<Pick<Account, 'name' | 'email' | 'open'>>;

/** Accounts, in the open transaction: what becomes of a person and of their account happens together. */
@Injectable()
export class Accounts {
  constructor(
    private readonly database: Database,
    private readonly forms: SentForms,
    private readonly sessions: EndedSessions,
  ) {}

  async find(userId: string): Promise<Account | null> {
    return this.database.em.findOne(Account, { id: userId }, { refresh: true });
  }

  /** Until the transaction ends, so that two at once do not each add or remove what only one of them may. */
  async lock(userId: string): Promise<void> {
    await this.database.em.execute('select 1 from auth."user" where id = ? for update', [userId]);
  }

  /** All with the address, each of another partnership; the oldest first. */
  async withEmail(email: string): Promise<Account[]> {
    return this.database.em.find(Account, { email }, { orderBy: { createdAt: 'asc', id: 'asc' }, refresh: true });
  }

  async many(userIds: readonly string[]): Promise<Map<string, Account>> {
    const found = await this.database.em.find(Account, { id: { $in: [...new Set(userIds)] } }, { refresh: true });
    return new Map(found.map((account) => [account.id, account]));
  }

  /** An open account without a password. */
  async create(account: Pick<Account, 'id' | 'name' | 'email' | 'homePartnershipId'>): Promise<Account> {
    const key = await this.#keyFor(account);
    const now = this.database.clock.now();
    await this.database.em.insert(Account, {
      ...account,
      key,
      emailVerified: false,
      createdAt: now,
      updatedAt: now,
      twoFactorEnabled: false,
      open: true,
      secondFactorExempt: false,
      backupCodesKept: false,
      hasPasskey: false,
    });
    return this.database.em.findOneOrFail(Account, { id: account.id });
  }

  /** @throws RuleError `email-taken` by another account of the same partnership */
  async change(account: Account, changes: AccountChanges): Promise<void> {
    const { email = account.email } = changes;
    await this.#update(account.id, email === account.email ? changes : { ...changes, key: await this.#keyFor({ id: account.id, email, homePartnershipId: account.homePartnershipId }) });
  }

  /** The password of an account, hashed, in place of any before it. */
  async setPassword(userId: string, hash: string): Promise<void> {
    const now = this.database.clock.now();
    const changed = await this.database.em.nativeUpdate(Credential, { userId, providerId: 'credential' }, { password: hash, updatedAt: now });
    if (changed > 0) return;
    await this.database.em.insert(Credential, { id: v7(), userId, accountId: userId, providerId: 'credential', password: hash, createdAt: now, updatedAt: now });
  }

  async hasPassword(userId: string): Promise<boolean> {
    return (await this.database.em.count(Credential, { userId, password: { $ne: null } })) > 0;
  }

  /** Those of the accounts whose owners have begun to use them: with a password, a passkey or their agency's own sign-in. */
  async begun(userIds: readonly string[]): Promise<Set<string>> {
    const userId = { $in: [...userIds] };
    const withPassword = await this.database.em.find(Credential, { userId }, { refresh: true });
    const withPasskey = await this.database.em.find(StoredPasskey, { userId }, { refresh: true });
    const linked = await this.database.em.find(ProviderLink, { userId }, { refresh: true });
    return new Set([...withPassword, ...withPasskey, ...linked].map((one) => one.userId));
  }

  /** For demonstrations, whose people have no telephone. @throws RuleError `no-demonstration-here` */
  async exemptFromSecondFactor(userId: string): Promise<void> {
    if ((await this.database.em.count(Installation)) > 0) {
      throw new RuleError('no-demonstration-here', 'This installation was begun without the demonstration, whose accounts cannot exist in it');
    }
    await this.#update(userId, { secondFactorExempt: true });
  }

  /** False shows them, the next time that the session is used, until its owner has kept them. */
  async setBackupCodesKept(userId: string, kept: boolean): Promise<void> {
    await this.#update(userId, { backupCodesKept: kept });
  }

  async setHasPasskey(userId: string, hasPasskey: boolean): Promise<void> {
    await this.#update(userId, { hasPasskey });
  }

  /** Writes what was proved in a session. */
  async markSession(sessionId: string, proved: Partial<Pick<AccountSession, 'secondFactorAt' | 'confirmedAt'>>): Promise<void> {
    await this.database.em.nativeUpdate(AccountSession, { id: sessionId }, proved);
  }

  /** Ends every session of the account with the commit of this transaction; no form that opened one opens another. */
  async endSessions(userId: string): Promise<void> {
    await this.forms.forget(userId);
    await this.sessions.end('access-changed', '"userId" = ?', [userId]);
  }

  /** Ends one of the account's sessions with the commit of this transaction. False where it has none of this id. */
  async endSession(userId: string, sessionId: string): Promise<boolean> {
    return (await this.sessions.end('ended-by-owner', 'id = ? and "userId" = ?', [sessionId, userId])) > 0;
  }

  /** Of its passkeys too. The next time that its owner signs in, they set one up anew. */
  async removeSecondFactor(userId: string): Promise<void> {
    await this.database.em.nativeDelete(SecondFactor, { userId });
    await this.database.em.nativeDelete(StoredPasskey, { userId });
    await this.#update(userId, { twoFactorEnabled: false, backupCodesKept: false, hasPasskey: false });
    await this.endSessions(userId);
  }

  async #update(userId: string, changes: Partial<Account>): Promise<void> {
    await this.database.em.nativeUpdate(Account, { id: userId }, { ...changes, updatedAt: this.database.clock.now() });
  }

  /** Whether another partnership has an account with the address changes nothing that anybody of this one can tell. */
  async #keyFor({ id, email, homePartnershipId }: Pick<Account, 'id' | 'email' | 'homePartnershipId'>): Promise<string> {
    const others = (await this.withEmail(email)).filter((other) => other.id !== id);
    if (others.some((other) => other.homePartnershipId === homePartnershipId)) throw new RuleError('email-taken', 'Another account has this email address');
    const holder = await this.database.em.findOne(Account, { key: email });
    return holder === null || holder.id === id ? email : `${id}@${KEYS_OF_THEIR_OWN}`;
  }
}
