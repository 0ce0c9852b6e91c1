import type { IdentityProvider as Shown, readIdentityProvider, saveIdentityProvider } from '@concordat/contracts-partnership-registry';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { caller, demandConfirmed } from '@concordat/platform-auth';
import { RuleError } from '@concordat/platform-errors';
import { Database, Sealer, SubjectKeys } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { StaffNotices } from '../roles/staff-notices.js';
import { IdentityProvider, secretPlace } from './identity-provider.entity.js';
import { ProviderClient, faultOf } from './provider-client.js';
import { ProviderDomains } from './provider-domains.js';
import { ProviderLinks } from './provider-links.js';

type Settings = InputOf<typeof saveIdentityProvider>['body'];

/** What administrators of an agency say of its own provider: one an agency, and nobody else's business. */
@Injectable()
export class IdentityProviders {
  constructor(
    private readonly database: Database,
    private readonly client: ProviderClient,
    private readonly domains: ProviderDomains,
    private readonly links: ProviderLinks,
    private readonly sealer: Sealer,
    private readonly keys: SubjectKeys,
    private readonly notices: StaffNotices,
    private readonly audit: Audit,
  ) {}

  async read(): Promise<OutputOf<typeof readIdentityProvider>> {
    const provider = await this.#own();
    return { redirectUri: this.client.redirectUri(caller().agencyId), provider: provider === null ? null : await this.shown(provider) };
  }

  /** @throws ProblemError `confirmation-needed`; RuleError `provider-not-reached`, `secret-needed`, `provider-there-already`, `domain-taken`, `domain-of-others`; StaleVersionError */
  async save({ version, secret, domains, ...settings }: Settings): Promise<IdentityProvider> {
    demandConfirmed(this.database.clock.now());
    const known = await this.#own();
    const clearSecret = secret ?? (known === null ? null : await this.sealer.open<string>(known.id, secretPlace(known.id), known.secret));
    if (clearSecret === null) throw new RuleError('secret-needed', 'Enter the client secret.');
    await this.#demandAnswer({ agencyId: caller().agencyId, ...settings }, clearSecret);
    const written = { ...settings, domains: [...new Set(domains)] };
    const provider = known === null ? await this.#enter(written, clearSecret) : await this.#change(known, version, { ...written, secret });
    if (provider.on) await this.domains.take(provider);
    await this.#tell(known === null ? 'created' : 'changed', provider);
    return provider;
  }

  /** @throws ProblemError `confirmation-needed`; RuleError `domain-taken`, `domain-of-others`; NotFoundError; StaleVersionError */
  async turn(version: number, on: boolean): Promise<IdentityProvider> {
    demandConfirmed(this.database.clock.now());
    const { partnershipId, agencyId } = caller();
    const provider = await this.database.rows(IdentityProvider).get({ partnershipId, agencyId });
    await this.database.rows(IdentityProvider).change(provider, version, { on });
    if (on) await this.domains.take(provider);
    else {
      await this.domains.free(provider.id);
      await this.links.endSessions(provider.id);
    }
    await this.#tell('changed', provider);
    return provider;
  }

  async shown(provider: IdentityProvider): Promise<Shown> {
    const { issuer, clientId, domains, secondFactorCounts, strongAcr, on, version, updatedAt } = provider;
    return { issuer, clientId, domains, secondFactorCounts, strongAcr, on, linked: await this.links.count(provider.id), version, updatedAt: updatedAt.toISOString() };
  }

  async #own(): Promise<IdentityProvider | null> {
    const { partnershipId, agencyId } = caller();
    return this.database.rows(IdentityProvider).findOne({ partnershipId, agencyId });
  }

  /** Before anything is kept; within this transaction, whose time its answer has. */
  async #demandAnswer(settings: Parameters<ProviderClient['discover']>[0], secret: string): Promise<void> {
    await this.client.discover(settings, secret).catch((error: unknown) => {
      if (error instanceof RuleError) throw error;
      throw new RuleError('provider-not-reached', `The provider did not answer as it should: ${faultOf(error)}.`);
    });
  }

  async #enter(settings: Omit<Settings, 'version' | 'secret'>, secret: string): Promise<IdentityProvider> {
    const { partnershipId, agencyId } = caller();
    const id = v7();
    await this.keys.create(id);
    return this.database.rows(IdentityProvider).insert({ id, partnershipId, agencyId, ...settings, secret: await this.sealer.seal(id, secretPlace(id), secret), on: false });
  }

  async #change(known: IdentityProvider, version: number | null, { secret, ...settings }: Omit<Settings, 'version'>): Promise<IdentityProvider> {
    if (version === null) throw new RuleError('provider-there-already', 'Somebody has entered it meanwhile. Go back, and change what they entered.');
    const another = known.issuer !== settings.issuer || known.clientId !== settings.clientId;
    const sealed = secret === null ? {} : { secret: await this.sealer.seal(known.id, secretPlace(known.id), secret) };
    await this.database.rows(IdentityProvider).change(known, version, { ...settings, ...sealed });
    await this.domains.free(known.id);
    if (another) await this.links.forget(known.id);
    return known;
  }

  /** Each change is told to the agency's information governance lead. */
  async #tell(action: 'created' | 'changed', { id, partnershipId, agencyId }: IdentityProvider): Promise<void> {
    await this.database.em.flush();
    await this.audit.record({ action, kind: 'identity-provider', ids: [id] });
    await this.notices.tell('identity-provider-changed', agencyId, await this.notices.colleagues(partnershipId, agencyId, ['information-governance']));
  }
}
