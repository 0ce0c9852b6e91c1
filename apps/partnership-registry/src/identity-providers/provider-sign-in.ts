import type { beginProviderSignIn, finishProviderSignIn } from '@concordat/contracts-partnership-registry';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { RuleError } from '@concordat/platform-errors';
import { createLogger } from '@concordat/platform-logging';
import { Database, NO_SCOPE, scopeOf } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { Attempts } from '../accounts/attempts.js';
import { Authenticator } from '../accounts/authenticator.js';
import { OpenSessions, type Session } from '../accounts/open-sessions.js';
import { providerRefused } from '../accounts/sign-in.errors.js';
import { UsedOnce } from '../accounts/used-once.js';
import { AgencyPlaces } from '../agencies/agency-places.js';
import { OwnMemberships } from '../memberships/own-memberships.js';
import { IdentityProvider } from './identity-provider.entity.js';
import { faultOf, ProviderClient } from './provider-client.js';
import { ProviderDomains } from './provider-domains.js';
import { identityHash, ProviderLinks } from './provider-links.js';
import { Tickets, type BegunTicket } from './tickets.js';

type Finished = OutputOf<typeof finishProviderSignIn>;

/** Signing in with the account that one's agency gives. */
@Injectable()
export class ProviderSignIn {
  readonly #log = createLogger('partnership-registry');

  constructor(
    private readonly database: Database,
    private readonly client: ProviderClient,
    private readonly domains: ProviderDomains,
    private readonly links: ProviderLinks,
    private readonly tickets: Tickets,
    private readonly used: UsedOnce,
    private readonly attempts: Attempts,
    private readonly authenticator: Authenticator,
    private readonly sessions: OpenSessions,
    private readonly memberships: OwnMemberships,
    private readonly places: AgencyPlaces,
  ) {}

  /** Nobody looks for an account: the domain alone decides. @throws RuleError `no-provider`, `provider-not-reached`; ProblemError `too-many-attempts` */
  async begin(domain: string, address: string): Promise<OutputOf<typeof beginProviderSignIn>> {
    const provider = await this.attempts.attempt(`domain ${domain} ${address}`, address, 'provider', () => this.#ofDomain(domain));
    const { url, begun } = await this.client.begin(provider).catch((error: unknown) => {
      if (error instanceof RuleError) throw error;
      this.#log.warn({ provider: provider.id, fault: faultOf(error) }, 'an identity provider could not be asked');
      throw new RuleError('provider-not-reached', 'The sign-in of your organisation does not answer at the moment. Try again later, or sign in with your password or a passkey.');
    });
    const { id, partnershipId, agencyId } = provider;
    return { agencyName: await this.nameOf(provider), url, ticket: await this.tickets.sealBegun({ providerId: id, partnershipId, agencyId, ...begun }) };
  }

  /** @throws ProblemError `provider-refused`, whatever was wrong; `too-many-attempts` */
  async finish({ agencyId, ticket: sealed, answer }: InputOf<typeof finishProviderSignIn>['body'], address: string): Promise<Finished> {
    return this.attempts.attempt(`ticket ${sealed}`, address, 'provider', async (of) => {
      const opened = await this.tickets.openBegun(sealed);
      if (opened === null || opened.ticket.agencyId !== agencyId || !(await this.#takeOnce(opened.ticket, opened.until))) throw providerRefused();
      const provider = await this.#turnedOn(opened.ticket);
      const { subject, strong } = await this.client.prove(provider, opened.ticket, answer).catch((error: unknown) => {
        this.#log.warn({ provider: provider.id, fault: kindOf(error) }, 'the answer of an identity provider was refused');
        throw providerRefused();
      });
      const hash = identityHash(provider.issuer, subject);
      const userId = await this.database.transaction(NO_SCOPE, () => this.links.ownerOf(provider.id, hash));
      if (userId !== null) of([userId]);
      if (userId !== null) return { outcome: 'signed-in', session: await this.open(provider, userId, { strong, confirmedAt: null }) };
      const proof = await this.tickets.sealProof({ providerId: provider.id, partnershipId: provider.partnershipId, agencyId, identityHash: hash, strong });
      return { outcome: 'unknown', agencyName: await this.nameOf(provider), proof };
    });
  }

  /**
   * For somebody with an open account and a membership of that very agency, in which alone the session acts. `strong`: two factors
   * were asked for there, and count here; `confirmedAt`: when its owner said who they are by our own means, if they did.
   *
   * @throws ProblemError `provider-refused`
   */
  async open({ id, partnershipId, agencyId }: IdentityProvider, userId: string, { strong, confirmedAt }: { strong: boolean; confirmedAt: Date | null }): Promise<Session> {
    const own = await this.memberships.of(userId);
    if (!own.some((membership) => membership.agencyId === agencyId && membership.partnershipId === partnershipId)) {
      this.#log.warn({ provider: id, user: userId }, 'an identity provider named somebody who is not of its agency any more');
      throw providerRefused();
    }
    const { token } = await this.authenticator.open(userId, {
      secondFactorAt: strong ? this.database.clock.now() : null, confirmedAt, providerId: id, viaPartnershipId: partnershipId, viaAgencyId: agencyId,
    });
    return this.sessions.openedWith(token, 'provider', providerRefused);
  }

  /** What its agency is called in its partnership. */
  async nameOf({ partnershipId, agencyId }: Pick<IdentityProvider, 'partnershipId' | 'agencyId'>): Promise<string> {
    return this.database.transaction(scopeOf(partnershipId), async () => (await this.places.names(partnershipId, [agencyId])).get(agencyId) ?? '');
  }

  async #ofDomain(domain: string): Promise<IdentityProvider> {
    const found = await this.database.transaction(NO_SCOPE, () => this.domains.of(domain));
    if (found === null) throw new RuleError('no-provider', 'No organisation of that email address has its own sign-in here. Sign in with your password or a passkey.');
    const { partnershipId, providerId } = found;
    return this.database.transaction(scopeOf(partnershipId), () => this.database.rows(IdentityProvider).get({ partnershipId, id: providerId }));
  }

  async #turnedOn({ partnershipId, providerId }: BegunTicket): Promise<IdentityProvider> {
    const provider = await this.database.transaction(scopeOf(partnershipId), () => this.database.rows(IdentityProvider).findOne({ partnershipId, id: providerId, on: true }));
    if (provider === null) throw providerRefused();
    return provider;
  }

  async #takeOnce({ state }: BegunTicket, until: Date): Promise<boolean> {
    return this.database.transaction(NO_SCOPE, () => this.used.take('provider-ticket', state, until));
  }
}

/** The code of an error, and nothing that a provider said: its words may name people. */
const kindOf = (error: unknown): string => (error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'refused');
