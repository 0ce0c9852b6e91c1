import { generateKeyPairSync } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createServer, request, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Adapter, AdapterPayload, Configuration, Provider } from 'oidc-provider';

/** A server on this machine by https, whose answers may be decided after its address is known. */
export class SmallServer {
  answers: RequestListener = (_request, response) => response.writeHead(404).end();
  address = '';
  #server: Server | null = null;

  constructor(private readonly credentials: { key: string; cert: string }) {}

  get host(): string {
    return new URL(this.address).host;
  }

  /** @param port any that is free unless given */
  async listen(port = 0): Promise<void> {
    const server = createServer(this.credentials, (incoming, response) => this.answers(incoming, response));
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    this.#server = server;
    this.address = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
  }
}

/** How somebody signs in at an agency's provider. */
export interface AtProvider {
  acr?: string;
  amr?: string[];
}

/** What a provider keeps while a test runs. */
class Kept implements Adapter {
  static readonly #all = new Map<string, AdapterPayload>();

  constructor(private readonly name: string) {}

  upsert(id: string, payload: AdapterPayload): Promise<void> {
    Kept.#all.set(`${this.name} ${id}`, payload);
    return Promise.resolve();
  }

  find(id: string): Promise<AdapterPayload | undefined> {
    return Promise.resolve(Kept.#all.get(`${this.name} ${id}`));
  }

  findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return Promise.resolve([...Kept.#all].find(([key, payload]) => key.startsWith(`${this.name} `) && payload.uid === uid)?.[1]);
  }

  findByUserCode(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  consume(id: string): Promise<void> {
    const payload = Kept.#all.get(`${this.name} ${id}`);
    if (payload !== undefined) payload.consumed = Math.floor(Date.now() / 1000);
    return Promise.resolve();
  }

  destroy(id: string): Promise<void> {
    Kept.#all.delete(`${this.name} ${id}`);
    return Promise.resolve();
  }

  revokeByGrantId(grantId: string): Promise<void> {
    for (const [key, payload] of Kept.#all) if (payload.grantId === grantId) Kept.#all.delete(key);
    return Promise.resolve();
  }
}

/** A real provider of OpenID Connect on this machine, whose people are whoever a test says. */
export class SmallProvider extends SmallServer {
  readonly clientId = 'concordat';
  readonly secret = 'a secret of the provider and of us';
  /** Who signs in next, and how. */
  next: { subject: string; how: AtProvider } = { subject: 'somebody', how: {} };
  readonly #cert: string;

  constructor(credentials: { key: string; cert: string }) {
    super(credentials);
    this.#cert = credentials.cert;
  }

  /** Answers from now on, for one client that is sent back to `redirectUri`. */
  async serve(redirectUri: string): Promise<void> {
    // It is large, and few of those who test want one.
    const { Provider: OpenIdProvider } = await import('oidc-provider');
    const configuration: Configuration = {
      clients: [{ client_id: this.clientId, client_secret: this.secret, redirect_uris: [redirectUri], grant_types: ['authorization_code'], response_types: ['code'] }],
      acrValues: ['urn:two', 'urn:one'],
      claims: { openid: ['sub', 'acr', 'amr'] },
      pkce: { required: () => true },
      findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
      cookies: { keys: ['cookies of a provider in a test'] },
      jwks: { keys: [{ ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }), use: 'sig' }] },
      ttl: { Interaction: 60, Session: 60, Grant: 60, AccessToken: 60, IdToken: 60 },
      adapter: Kept,
    };
    const provider = new OpenIdProvider(this.address, configuration);
    const callback = provider.callback();
    this.answers = (incoming, response) => {
      if (incoming.url?.startsWith('/interaction/')) void this.#interact(provider, incoming, response);
      else void callback(incoming, response);
    };
  }

  /** What a browser does that is sent to `url`, with cookies of its own, whose person signs in and agrees: where it is sent back to. */
  async visit(url: string, subject: string, how: AtProvider = {}): Promise<URL> {
    this.next = { subject, how };
    const cookies = new Map<string, string>();
    let at = url;
    for (let steps = 0; steps < 10; steps += 1) {
      const { location, set } = await this.#get(at, { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') });
      for (const cookie of set) {
        const [pair = ''] = cookie.split(';');
        cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
      }
      at = new URL(location, at).href;
      if (!at.startsWith(this.address)) return new URL(at);
    }
    throw new Error('The provider sent its visitor round in circles');
  }

  /** Whoever is next signs in and agrees, without a page. */
  async #interact(provider: Provider, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { subject: accountId, how } = this.next;
    const { prompt, params, grantId } = await provider.interactionDetails(incoming, response);
    if (prompt.name === 'login') {
      await provider.interactionFinished(incoming, response, { login: { accountId, ...how } });
      return;
    }
    const grant = (grantId === undefined ? undefined : await provider.Grant.find(grantId)) ?? new provider.Grant({ accountId, clientId: String(params['client_id']) });
    grant.addOIDCScope('openid');
    await provider.interactionFinished(incoming, response, { consent: { grantId: await grant.save() } }, { mergeWithLastSubmission: true });
  }

  #get(url: string, headers: Record<string, string>): Promise<{ location: string; set: string[] }> {
    return new Promise((resolve, reject) => {
      const sent = request(url, { headers, ca: this.#cert, agent: false }, (answer) => {
        answer.resume();
        const { location, 'set-cookie': set = [] } = answer.headers;
        if (location === undefined) reject(new Error(`The provider answered ${answer.statusCode} without sending its visitor on`));
        else resolve({ location, set });
      });
      sent.on('error', reject);
      sent.end();
    });
  }
}
