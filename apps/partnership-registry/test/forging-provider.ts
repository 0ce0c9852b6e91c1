import { SmallServer } from '@concordat/testing';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';

/** What is wrong with an answer of a {@link ForgingProvider}. */
export interface Forgery {
  claims?: Record<string, unknown>;
  /** Signed as nobody should. */
  signed?: 'by-another' | 'not-at-all' | 'with-the-public-key';
}

const DESCRIPTION = '/.well-known/openid-configuration';
const [own, another] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);

/** A provider that says what a test wants: what a real one never does. Its codes are its answers. */
export class ForgingProvider extends SmallServer {
  readonly clientId = 'concordat';
  /** What its description says besides, or otherwise. */
  described: Record<string, unknown> = {};
  /** How often it was asked for its description. */
  asked = 0;
  /** Where it sends whoever asks for its description. */
  sends: string | null = null;
  readonly #codes = new Map<string, Forgery & { nonce: string; subject: string }>();

  async serve(): Promise<void> {
    const publicKey = await exportJWK(own.publicKey);
    this.answers = (incoming, response) => {
      const json = (body: unknown): void => void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      if (incoming.url === DESCRIPTION) this.asked += 1;
      if (this.sends !== null) response.writeHead(302, { location: this.sends }).end();
      else if (incoming.url === DESCRIPTION) json(this.#description());
      else if (incoming.url === '/keys') json({ keys: [{ ...publicKey, kid: 'own', use: 'sig' }] });
      else if (incoming.url === '/token') void this.#token(incoming).then(json);
      else response.writeHead(404).end();
    };
  }

  /** The query with which it sends back whoever was sent to `url`. */
  answer(url: string, subject: string, forgery: Forgery = {}): string {
    const asked = new URL(url).searchParams;
    const code = `code-${this.#codes.size}`;
    this.#codes.set(code, { ...forgery, subject, nonce: asked.get('nonce') ?? '' });
    return new URLSearchParams({ code, state: asked.get('state') ?? '', iss: this.address }).toString();
  }

  #description(): Record<string, unknown> {
    return {
      issuer: this.address,
      authorization_endpoint: `${this.address}/authorize`,
      token_endpoint: `${this.address}/token`,
      jwks_uri: `${this.address}/keys`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
      authorization_response_iss_parameter_supported: true,
      ...this.described,
    };
  }

  async #token(incoming: AsyncIterable<unknown>): Promise<unknown> {
    let body = '';
    for await (const chunk of incoming) body += String(chunk);
    const made = this.#codes.get(new URLSearchParams(body).get('code') ?? '');
    if (made === undefined) return { error: 'invalid_grant' };
    return { access_token: 'of no use', token_type: 'Bearer', id_token: await this.#idToken(made) };
  }

  async #idToken({ nonce, subject, claims, signed }: Forgery & { nonce: string; subject: string }): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const payload: JWTPayload = { iss: this.address, aud: this.clientId, sub: subject, iat: now, exp: now + 300, nonce, ...claims };
    if (signed === 'not-at-all') return new UnsecuredJWT(payload).encode();
    if (signed === 'with-the-public-key') {
      return new SignJWT(payload).setProtectedHeader({ alg: 'HS256', kid: 'own' }).sign(new TextEncoder().encode(await exportSPKI(own.publicKey)));
    }
    return new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid: 'own' }).sign(signed === 'by-another' ? another.privateKey : own.privateKey);
  }
}

