import type { LinkedIdentity } from '@concordat/contracts-partnership-registry';
import { NotFoundError, RuleError } from '@concordat/platform-errors';
import { createLogger } from '@concordat/platform-logging';
import { Database, NO_SCOPE, scopeOf } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { AccountLetters } from '../accounts/account-letters.js';
import { Accounts } from '../accounts/accounts.js';
import { Confirmations } from '../accounts/confirmations.js';
import { OpenSessions } from '../accounts/open-sessions.js';
import { UsedOnce } from '../accounts/used-once.js';
import { OwnMemberships } from '../memberships/own-memberships.js';
import { IdentityProvider } from './identity-provider.entity.js';
import { ProviderLinks } from './provider-links.js';
import { ProviderSignIn } from './provider-sign-in.js';
import { Tickets, type ProofTicket } from './tickets.js';

/** The accounts at providers that somebody links to their own, and takes away again. */
@Injectable()
export class OwnIdentities {
  readonly #log = createLogger('partnership-registry');

  constructor(
    private readonly database: Database,
    private readonly sessions: OpenSessions,
    private readonly confirmations: Confirmations,
    private readonly memberships: OwnMemberships,
    private readonly links: ProviderLinks,
    private readonly signIn: ProviderSignIn,
    private readonly tickets: Tickets,
    private readonly used: UsedOnce,
    private readonly accounts: Accounts,
    private readonly letters: AccountLetters,
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
  async link(token: string, sealed: string): Promise<{ agencyName: string }> {
    const found = await this.sessions.ready(token);
    this.confirmations.require(found);
    const opened = await this.tickets.openProof(sealed);
    if (opened === null) throw notTaken();
    const { ticket, until } = opened;
    await this.#demandMembership(found.user.id, ticket);
    const provider = await this.database.transaction(scopeOf(ticket.partnershipId), () =>
      this.database.rows(IdentityProvider).findOne({ partnershipId: ticket.partnershipId, id: ticket.providerId, on: true }),
    );
    if (provider === null) throw notTaken();
    await this.database.transaction(NO_SCOPE, async () => {
      if (!(await this.used.take('provider-proof', sealed, until))) throw notTaken();
      await this.links.add(ticket, found.user.id);
      await this.#tellOwner(found.user.id);
    });
    this.#log.info({ user: found.user.id, provider: ticket.providerId }, 'an account of an identity provider was linked');
    return { agencyName: await this.signIn.nameOf(ticket) };
  }

  /** @throws NotFoundError; ProblemError `confirmation-needed` */
  async remove(token: string, identityId: string): Promise<void> {
    const found = await this.sessions.ready(token);
    this.confirmations.require(found);
    await this.database.transaction(NO_SCOPE, async () => {
      const link = (await this.links.of(found.user.id)).find(({ id }) => id === identityId);
      if (link === undefined) throw new NotFoundError('an account of an identity provider');
      await this.links.remove(link);
      await this.#tellOwner(found.user.id);
    });
  }

  async #demandMembership(userId: string, { partnershipId, agencyId }: ProofTicket): Promise<void> {
    const own = await this.memberships.of(userId);
    if (own.some((membership) => membership.partnershipId === partnershipId && membership.agencyId === agencyId)) return;
    throw new RuleError('not-of-agency', 'You do not belong to that organisation here. Ask your administrator.');
  }

  async #tellOwner(userId: string): Promise<void> {
    const account = await this.accounts.find(userId);
    if (account !== null) await this.letters.tell(account, 'organisation-account-changed');
  }
}

const notTaken = (): RuleError => new RuleError('proof-not-taken', 'This took too long, or was done already. Sign in with your organisation once more.');
