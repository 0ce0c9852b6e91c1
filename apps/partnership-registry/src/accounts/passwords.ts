import type { setPassword } from '@concordat/contracts-partnership-registry';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { RuleError } from '@concordat/platform-errors';
import { Database, NO_SCOPE } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import type { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { AccountLetters } from './account-letters.js';
import { AccountLinks } from './account-links.js';
import { Accounts } from './accounts.js';
import { Authenticator } from './authenticator.js';
import { SentForms } from './sent-forms.js';

/** Of 0 to 4: at least "safely unguessable" where an attacker has the stored hash and a slow hash function. */
const LEAST_SCORE = 3;

/**
 * The deny list: passwords that are known from breaches, common words and names, with what people add to them.
 * Loaded with the first password that is set, because it is large and most processes never need it.
 */
let estimator: Promise<ZxcvbnFactory> | null = null;

async function loadEstimator(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory }, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ]);
  return new ZxcvbnFactory({ dictionary: { ...common.dictionary, ...english.dictionary }, graphs: common.adjacencyGraphs });
}

/** Whether a password is among the first that would be tried against this person. */
export async function isCommonPassword(password: string, about: readonly string[] = []): Promise<boolean> {
  estimator ??= loadEstimator();
  const words = ['concordat', ...about.flatMap((text) => [text, ...text.split(/[^\p{L}\p{N}]+/u)])].filter((word) => word.length > 2);
  return (await estimator).check(password, words).score < LEAST_SCORE;
}

/** Setting passwords. */
@Injectable()
export class Passwords {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly database: Database,
    private readonly accounts: Accounts,
    private readonly links: AccountLinks,
    private readonly letters: AccountLetters,
    private readonly forms: SentForms,
  ) {}

  /** As the accounts library stores it. @throws RuleError `common-password` */
  async hashOf(password: string, about: readonly string[]): Promise<string> {
    await this.refuseCommon(password, about);
    const context = await this.authenticator.auth.$context;
    return context.password.hash(password);
  }

  /** @throws RuleError `common-password` */
  async refuseCommon(password: string, about: readonly string[]): Promise<void> {
    if (await isCommonPassword(password, about)) throw new RuleError('common-password', 'This password is too easy to guess. Choose three random words.');
  }

  /** @throws RuleError `common-password`, `link-not-valid` */
  async set({ token, password }: InputOf<typeof setPassword>['body'], sending: Buffer | null): Promise<OutputOf<typeof setPassword>> {
    await this.forms.once(sending, () => this.#setByLink(token, password, sending));
    return { set: true };
  }

  async #setByLink(token: string, password: string, sending: Buffer | null): Promise<string> {
    const link = await this.links.open(token);
    const { id: userId, name, email } = link.owner;
    const hash = await this.hashOf(password, [name, email]);
    await this.database.transaction(NO_SCOPE, async () => {
      await this.letters.tell(await this.links.take(link), 'password-changed');
      await this.accounts.setPassword(userId, hash);
      await this.forms.take(sending, userId);
    });
    return userId;
  }

  /** That the password was changed. */
  async tellOwner(userId: string): Promise<void> {
    await this.database.transaction(NO_SCOPE, async () => {
      const account = await this.accounts.find(userId);
      if (account !== null) await this.letters.tell(account, 'password-changed');
    });
  }
}
