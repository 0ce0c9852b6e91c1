import type { createPasswordLink } from '@concordat/contracts-partnership-registry';
import type { OutputOf } from '@concordat/contracts-protocol';
import { RuleError } from '@concordat/platform-errors';
import { Database, NO_SCOPE } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import type { Account } from './account.entity.js';
import { Accounts } from './accounts.js';
import { LINK_SECONDS } from './authentication.js';
import { Authenticator } from './authenticator.js';

/** A link that works, and whose account it opens. */
export interface OpenLink {
  /** Of the link, as the accounts library keeps it. */
  id: string;
  owner: Account;
}

/** Links that administrators hand over or that are sent by e-mail: each opens the way to one account, once. The accounts library makes and keeps them. */
@Injectable()
export class AccountLinks {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly database: Database,
    private readonly accounts: Accounts,
  ) {}

  /** A link of an account, which works for so many seconds. */
  async create(account: Pick<Account, 'id' | 'key'>, seconds = LINK_SECONDS): Promise<OutputOf<typeof createPasswordLink>> {
    const expiresAt = new Date(this.database.clock.now().getTime() + seconds * 1000);
    return { token: await this.authenticator.passwordLink(account, expiresAt), expiresAt: expiresAt.toISOString() };
  }

  /** @throws RuleError `link-not-valid` */
  async open(token: string): Promise<OpenLink> {
    const { internalAdapter } = await this.authenticator.auth.$context;
    const link = await internalAdapter.findVerificationValue(`reset-password:${token}`);
    if (link === null || link.expiresAt < this.database.clock.now()) throw linkNotValid();
    const owner = await this.database.transaction(NO_SCOPE, () => this.accounts.find(link.value));
    if (!owner?.open) throw linkNotValid();
    return { id: link.id, owner };
  }

  /**
   * The same for who has no second factor, whom a link alone lets in: who has one would be let in without it.
   *
   * @throws RuleError `link-not-valid`
   */
  async openAlone(token: string): Promise<OpenLink> {
    const link = await this.open(token);
    if (!standsAlone(link.owner)) throw linkNotValid();
    return link;
  }

  /**
   * Uses up a link that stands alone, in the open transaction, with every session that there was of its account.
   *
   * @throws RuleError `link-not-valid` for one that was used meanwhile, or whose owner has a second factor by now
   */
  async takeAlone(link: OpenLink): Promise<void> {
    if (!standsAlone(await this.take(link))) throw linkNotValid();
  }

  /**
   * Uses up a link, in the open transaction, with every session that there was of its account.
   *
   * @throws RuleError `link-not-valid` for one that was used meanwhile, or whose account was closed
   */
  async take({ id, owner: { id: userId } }: OpenLink): Promise<Account> {
    await this.accounts.lock(userId);
    const owner = await this.accounts.find(userId);
    const taken = await this.database.em.execute<{ id: string }[]>('delete from auth."verification" where id = ? returning id', [id]);
    if (taken.length === 0 || !owner?.open) throw linkNotValid();
    await this.accounts.endSessions(userId);
    return owner;
  }
}

/** Whether a link is enough to let its owner in. */
export const standsAlone = ({ open, twoFactorEnabled, hasPasskey }: Account): boolean => open && !twoFactorEnabled && !hasPasskey;

export const linkNotValid = (): RuleError =>
  new RuleError('link-not-valid', 'This link has been used or has expired. Ask for a new one.');
