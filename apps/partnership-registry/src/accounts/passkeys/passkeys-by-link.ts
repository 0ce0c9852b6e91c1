import type { addPasskeyByLink, beginPasskey } from '@concordat/contracts-partnership-registry';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { Database, NO_SCOPE } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { AccountLinks, linkNotValid } from '../account-links.js';
import { Authenticator } from '../authenticator.js';
import { OpenSessions, type Session } from '../open-sessions.js';
import { SentForms } from '../sent-forms.js';
import { NewPasskeys, passkeyNotTaken } from './new-passkeys.js';

/** A passkey in place of a password, for who was given a link to their account and has no second factor. */
@Injectable()
export class PasskeysByLink {
  constructor(
    private readonly links: AccountLinks,
    private readonly passkeys: NewPasskeys,
    private readonly authenticator: Authenticator,
    private readonly sessions: OpenSessions,
    private readonly database: Database,
    private readonly forms: SentForms,
  ) {}

  /** @throws RuleError `link-not-valid`, `no-passkeys-here` */
  async begin(token: string): Promise<OutputOf<typeof beginPasskey>> {
    const { owner } = await this.links.openAlone(token);
    return this.database.transaction(NO_SCOPE, () => this.passkeys.begin(owner));
  }

  /** @throws RuleError `link-not-valid`, `passkey-not-taken` */
  async add(body: InputOf<typeof addPasskeyByLink>['body'], sending: Buffer | null): Promise<Session> {
    const userId = await this.forms.once(sending, () => this.#added(body, sending));
    const { token } = await this.authenticator.open(userId, { secondFactorAt: this.database.clock.now() });
    return this.sessions.openedWith(token, 'passkey', linkNotValid);
  }

  async #added({ token, ...given }: InputOf<typeof addPasskeyByLink>['body'], sending: Buffer | null): Promise<string> {
    const link = await this.links.openAlone(token);
    const userId = link.owner.id;
    await this.database.transaction(NO_SCOPE, async () => {
      await this.links.takeAlone(link);
      if (!(await this.passkeys.add(userId, given))) throw passkeyNotTaken();
      await this.forms.take(sending, userId);
    });
    return userId;
  }
}
