import { RuleError } from '@concordat/platform-errors';
import { createLogger } from '@concordat/platform-logging';
import { Database, scopeOf } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { AccountLetters } from '../accounts/account-letters.js';
import { Accounts } from '../accounts/accounts.js';
import { UsedOnce } from '../accounts/used-once.js';
import { OwnMemberships } from '../memberships/own-memberships.js';
import { IdentityProvider } from './identity-provider.entity.js';
import { ProviderLinks } from './provider-links.js';
import { Tickets, type ProofTicket } from './tickets.js';

/** That a provider, which is turned on, proved an account of somebody of its agency. */
export interface Proved {
  sealed: string;
  ticket: ProofTicket;
  until: Date;
  provider: IdentityProvider;
}

/** Making an account at a provider somebody's, whoever may say that it is. */
@Injectable()
export class Linking {
  readonly #log = createLogger('partnership-registry');

  constructor(
    private readonly database: Database,
    private readonly memberships: OwnMemberships,
    private readonly links: ProviderLinks,
    private readonly tickets: Tickets,
    private readonly used: UsedOnce,
    private readonly accounts: Accounts,
    private readonly letters: AccountLetters,
  ) {}

  /** With no transaction open. @throws RuleError `proof-not-taken`, `not-of-agency` */
  async open(sealed: string, userId: string): Promise<Proved> {
    const opened = await this.tickets.openProof(sealed);
    if (opened === null) throw notTaken();
    const { partnershipId, agencyId, providerId } = opened.ticket;
    const own = await this.memberships.of(userId);
    if (!own.some((membership) => membership.partnershipId === partnershipId && membership.agencyId === agencyId)) {
      throw new RuleError('not-of-agency', 'You do not belong to that organisation here. Ask your administrator.');
    }
    const provider = await this.database.transaction(scopeOf(partnershipId), () => this.database.rows(IdentityProvider).findOne({ partnershipId, id: providerId, on: true }));
    if (provider === null) throw notTaken();
    return { sealed, ...opened, provider };
  }

  /** In the open transaction. @throws RuleError `proof-not-taken`, `linked-already`, `linked-to-another` */
  async link({ sealed, ticket, until }: Proved, userId: string): Promise<void> {
    if (!(await this.used.take('provider-proof', sealed, until))) throw notTaken();
    await this.links.add(ticket, userId);
    await this.tellOwner(userId);
    this.#log.info({ user: userId, provider: ticket.providerId }, 'an account of an identity provider is linked');
  }

  async tellOwner(userId: string): Promise<void> {
    const account = await this.accounts.find(userId);
    if (account !== null) await this.letters.tell(account, 'organisation-account-changed');
  }
}

const notTaken = (): RuleError => new RuleError('proof-not-taken', 'This took too long, or was done already. Sign in with your organisation once more.');
