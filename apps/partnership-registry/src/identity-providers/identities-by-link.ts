import type { linkIdentityByLink, readAccountLink } from '@concordat/contracts-partnership-registry';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { Database, NO_SCOPE, scopeOf } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { AccountLinks } from '../accounts/account-links.js';
import type { Session } from '../accounts/open-sessions.js';
import { SentForms } from '../accounts/sent-forms.js';
import { OwnMemberships } from '../memberships/own-memberships.js';
import { IdentityProvider } from './identity-provider.entity.js';
import { Linking } from './linking.js';
import { ProviderSignIn } from './provider-sign-in.js';

/** An agency's own sign-in in place of a password, for who was given a link to their account and has no second factor. */
@Injectable()
export class IdentitiesByLink {
  constructor(
    private readonly database: Database,
    private readonly accountLinks: AccountLinks,
    private readonly memberships: OwnMemberships,
    private readonly linking: Linking,
    private readonly signIn: ProviderSignIn,
    private readonly forms: SentForms,
  ) {}

  /** The agencies of somebody with a sign-in of their own, and a domain that leads there. */
  async of(userId: string): Promise<OutputOf<typeof readAccountLink>['organisations']> {
    const found: OutputOf<typeof readAccountLink>['organisations'] = [];
    for (const { partnershipId, agencyId } of await this.memberships.of(userId)) {
      const provider = await this.database.transaction(scopeOf(partnershipId), () => this.database.rows(IdentityProvider).findOne({ partnershipId, agencyId, on: true }));
      const domain = provider?.domains[0];
      if (domain !== undefined) found.push({ agencyName: await this.signIn.nameOf({ partnershipId, agencyId }), domain });
    }
    return found;
  }

  /**
   * What the link could do besides, it counts as its owner's own word: a second factor is set up with it where the
   * agency's does not count.
   *
   * @throws RuleError `link-not-valid`, `proof-not-taken`, `not-of-agency`, `linked-already`, `linked-to-another`
   */
  async link(body: InputOf<typeof linkIdentityByLink>['body'], sending: Buffer | null): Promise<Session> {
    const userId = await this.forms.once(sending, () => this.#linked(body, sending));
    const { provider, ticket } = await this.linking.open(body.proof, userId);
    return this.signIn.open(provider, userId, { strong: ticket.strong, confirmedAt: this.database.clock.now() });
  }

  async #linked({ token, proof }: InputOf<typeof linkIdentityByLink>['body'], sending: Buffer | null): Promise<string> {
    const link = await this.accountLinks.openAlone(token);
    const userId = link.owner.id;
    const proved = await this.linking.open(proof, userId);
    await this.database.transaction(NO_SCOPE, async () => {
      await this.accountLinks.takeAlone(link);
      await this.linking.link(proved, userId);
      await this.forms.take(sending, userId);
    });
    return userId;
  }
}
