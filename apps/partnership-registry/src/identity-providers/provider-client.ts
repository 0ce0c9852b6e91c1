import { RuleError } from '@concordat/platform-errors';
import { Clock, Sealer } from '@concordat/platform-persistence';
import { Inject, Injectable } from '@nestjs/common';
import {
  authorizationCodeGrant, buildAuthorizationUrl, calculatePKCECodeChallenge, ClientError, ClientSecretBasic, ClientSecretPost, customFetch, discovery,
  enableNonRepudiationChecks, randomNonce, randomPKCECodeVerifier, randomState, type ClientAuth, type Configuration, type CustomFetch,
} from 'openid-client';
import { REGISTRY_SETTINGS, type RegistrySettings } from '../config.js';
import { secretPlace, type IdentityProvider } from './identity-provider.entity.js';
import { OutwardError, OutwardFetch } from './outward-fetch.js';

/** What is needed of a provider to speak with it. */
export type Spoken = Pick<IdentityProvider, 'agencyId' | 'issuer' | 'clientId' | 'secondFactorCounts' | 'strongAcr'>;

/** What ties a provider's answer to the request that it answers; known to us and, encrypted, to the browser that began. */
export interface Begun {
  state: string;
  nonce: string;
  verifier: string;
}

/** Whom a provider says that somebody is. */
export interface Proved {
  subject: string;
  /** It asked for two factors, and that counts. */
  strong: boolean;
}

const ANOTHER_ISSUER = 'it calls itself by another issuer than the one that you entered';

/** How long a provider's description is believed, in milliseconds. */
const DESCRIBED_MS = 10 * 60_000;
/** How long one that did not give any is left alone, in milliseconds. */
const SILENT_MS = 10_000;
const MOST_DESCRIBED = 200;

/** OpenID Connect with one provider: its description, the way there, and what its answer proves. */
@Injectable()
export class ProviderClient {
  readonly #described = new Map<string, { config: Promise<Configuration>; until: number }>();

  constructor(
    private readonly outward: OutwardFetch,
    private readonly sealer: Sealer,
    private readonly clock: Clock,
    @Inject(REGISTRY_SETTINGS) private readonly settings: RegistrySettings,
  ) {}

  /** One for each agency, so that an answer of one's provider is not taken for another's (RFC 9700, 4.4.2). Null where pages have no address. */
  redirectUri(agencyId: string): string | null {
    const web = this.settings.CONCORDAT_WEB_URL;
    return web === undefined ? null : `${web.replace(/\/+$/, '')}/sign-in/organisation/${agencyId}/return`;
  }

  /** Asks it what it is; its description has to name the issuer that was entered. @throws Error with what was wrong */
  async discover({ agencyId, issuer, clientId }: Spoken, secret: string): Promise<Configuration> {
    const config = await discovery(new URL(issuer), clientId, { redirect_uris: [this.#redirectUri(agencyId)] }, clientAuthentication(secret), {
      [customFetch]: this.#fetch,
      // A token is believed for its signature, not for the way that it came.
      execute: [enableNonRepudiationChecks],
    });
    const { issuer: named, authorization_endpoint: authorization, token_endpoint: token, jwks_uri: keys } = config.serverMetadata();
    // One for all tenants of a cloud names none: whoever is in any of them would be known by it.
    if (named !== issuer) throw new OutwardError(ANOTHER_ISSUER);
    for (const address of [authorization, token, keys]) {
      if (address === undefined || new URL(address).protocol !== 'https:') throw new OutwardError('its description lacks an address that begins with https://');
    }
    return config;
  }

  async begin(provider: IdentityProvider): Promise<{ url: string; begun: Begun }> {
    const config = await this.#configuration(provider);
    const begun = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
    const url = buildAuthorizationUrl(config, {
      redirect_uri: this.#redirectUri(provider.agencyId),
      response_type: 'code',
      // Neither name nor address is asked for: who it is here, they said themselves.
      scope: 'openid',
      state: begun.state,
      nonce: begun.nonce,
      code_challenge: await calculatePKCECodeChallenge(begun.verifier),
      code_challenge_method: 'S256',
      ...(provider.secondFactorCounts && provider.strongAcr.length > 0 ? { acr_values: provider.strongAcr.join(' ') } : {}),
    });
    return { url: url.href, begun };
  }

  /** @param answer the query with which the browser came back @throws Error for an answer that is not to what was begun, or whose tokens do not hold */
  async prove(provider: IdentityProvider, { state, nonce, verifier }: Begun, answer: string): Promise<Proved> {
    const config = await this.#configuration(provider);
    const url = new URL(this.#redirectUri(provider.agencyId));
    url.search = answer;
    const tokens = await authorizationCodeGrant(config, url, { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true });
    const claims = tokens.claims();
    if (claims === undefined) throw new Error('The provider gave no identity');
    const said = [claims['acr'], claims['acrs']].flat();
    const strong = provider.strongAcr.some((value) => said.includes(value)) || [claims['amr']].flat().includes('mfa');
    return { subject: claims.sub, strong: provider.secondFactorCounts && strong };
  }

  /** The description of a provider that is kept, asked for once in a while. */
  async #configuration(provider: IdentityProvider): Promise<Configuration> {
    const key = `${provider.id} ${provider.version}`;
    const now = this.clock.now().getTime();
    const known = this.#described.get(key);
    if (known !== undefined && known.until > now) return known.config;
    const asking = { config: this.#ask(provider), until: now + DESCRIBED_MS };
    asking.config.catch(() => {
      asking.until = this.clock.now().getTime() + SILENT_MS;
    });
    this.#described.delete(key);
    this.#described.set(key, asking);
    const [oldest] = this.#described.keys();
    if (this.#described.size > MOST_DESCRIBED && oldest !== undefined) this.#described.delete(oldest);
    return asking.config;
  }

  async #ask(provider: IdentityProvider): Promise<Configuration> {
    return this.discover(provider, await this.sealer.open<string>(provider.id, secretPlace(provider.id), provider.secret));
  }

  readonly #fetch: CustomFetch = async (url, { method, headers, body }) =>
    this.outward.fetch(url, { method, headers: Object.fromEntries(new Headers(headers)), ...(body === undefined || body === null ? {} : { body: bodyText(body) }) });

  /** @throws RuleError `no-address-here` */
  #redirectUri(agencyId: string): string {
    const uri = this.redirectUri(agencyId);
    if (uri === null) throw new RuleError('no-address-here', 'The pages of this installation have no address that a provider could send people back to. Ask whoever runs Concordat.');
    return uri;
  }
}

/** What was wrong with a provider, in words for who entered it. */
export function faultOf(error: unknown): string {
  if (error instanceof OutwardError) return error.message;
  if (!(error instanceof Error)) return 'it failed';
  if (error.cause instanceof OutwardError) return error.cause.message;
  if (!(error instanceof ClientError)) return 'nothing answers at its address';
  switch (error.code) {
    case 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED':
      return ANOTHER_ISSUER;
    case 'OAUTH_RESPONSE_IS_NOT_CONFORM':
    case 'OAUTH_RESPONSE_IS_NOT_JSON':
    case 'OAUTH_PARSE_ERROR':
      return 'there is no description of a provider at its address';
    case 'OAUTH_TIMEOUT':
      return 'it took too long';
    default:
      return 'its description is not one of OpenID Connect';
  }
}

/** As the provider takes it: by a header where it says nothing, as OpenID Connect Core 1.0 (9) has it. */
function clientAuthentication(secret: string): ClientAuth {
  const [byHeader, byForm] = [ClientSecretBasic(secret), ClientSecretPost(secret)];
  return (as, client, body, headers) => {
    const taken = as.token_endpoint_auth_methods_supported;
    const chosen = taken === undefined || taken.includes('client_secret_basic') ? byHeader : byForm;
    chosen(as, client, body, headers);
  };
}

function bodyText(body: unknown): string {
  if (typeof body === 'string') return body;
  if (body instanceof URLSearchParams) return body.toString();
  throw new Error('A provider is sent forms alone');
}
