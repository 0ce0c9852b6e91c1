import type { LinkedIdentity } from '@concordat/contracts-partnership-registry';
import { NotFoundError } from '@concordat/platform-errors';
import { Database, NO_SCOPE, scopeOf } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { Confirmations } from '../accounts/confirmations.js';
import { OpenSessions } from '../accounts/open-sessions.js';
import { SentForms } from '../accounts/sent-forms.js';
import { IdentityProvider } from './identity-provider.entity.js';
import { Linking } from './linking.js';
import { ProviderLinks } from './provider-links.js';
import { ProviderSignIn } from './provider-sign-in.js';

/** The accounts at providers that somebody links to their own, and takes away again. */
@Injectable()
export class OwnIdentities {
  constructor(
    private readonly database: Database,
    private readonly sessions: OpenSessions,
    private readonly confirmations: Confirmations,
    private readonly links: ProviderLinks,
    private readonly linking: Linking,
    private readonly signIn: ProviderSignIn,
    private readonly forms: SentForms,
  ) {}

  async list(token: string): Promise<LinkedIdentity[]> {
    const { user } = await this.sessions.ready(token);
    const links = await this.database.transaction(NO_SCOPE, () => this.links.of(user.id));
    const shown: LinkedIdentity[] = [];
    for (const { id, partnershipId, providerId, linkedAt } of links) {
      const { agencyId } = await this.database.transaction(scopeOf(partnershipId), () => this.database.rows(IdentityProvider).get({ partnershipId, id: providerId }));
      shown.push({ id, agencyName: await this.signIn.nameOf({ partnershipId, agencyId }), linkedAt: linkedAt.toISOString() });
    }
    return shown;
  }

  /**
   * By who signed in by our own means: that, and no address that a provider names, says who somebody is here.
   *
   * @throws ProblemError `confirmation-needed`; RuleError `proof-not-taken`, `not-of-agency`, `linked-already`, `linked-to-another`
   */
  async link(token: string, sealed: string, sending: Buffer | null): Promise<{ agencyName: string }> {
    const found = await this.sessions.ready(token);
    this.confirmations.require(found);
    const proved = await this.linking.open(sealed, found.user.id);
    await this.forms.once(sending, () =>
      this.database.transaction(NO_SCOPE, async () => {
        await this.linking.link(proved, found.user.id);
        await this.forms.take(sending, found.user.id);
        return found.user.id;
      }),
    );
    return { agencyName: await this.signIn.nameOf(proved.ticket) };
  }

  /** @throws NotFoundError; ProblemError `confirmation-needed` */
  async remove(token: string, identityId: string, sending: Buffer | null): Promise<void> {
    const found = await this.sessions.ready(token);
    this.confirmations.require(found);
    await this.forms.once(sending, () => this.#removed(found.user.id, identityId, sending));
  }

  async #removed(userId: string, identityId: string, sending: Buffer | null): Promise<string> {
    return this.database.transaction(NO_SCOPE, async () => {
      const link = (await this.links.of(userId)).find(({ id }) => id === identityId);
      if (link === undefined) throw new NotFoundError('an account of an identity provider');
      await this.links.remove(link);
      await this.forms.forget(userId);
      await this.linking.tellOwner(userId);
      await this.forms.take(sending, userId);
      return userId;
    });
  }
}
