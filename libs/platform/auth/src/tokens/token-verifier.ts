import type { ServiceName } from '@concordat/contracts-protocol';
import { NotSignedInError } from '@concordat/platform-errors';
import { createLocalJWKSet, createRemoteJWKSet, decodeJwt } from 'jose';
import type { JWK, JWTVerifyGetKey } from 'jose';
import { TOKEN_SECONDS, verifyToken } from './token.js';
import type { TokenClaims } from './token.js';

/** Where the keys that verify tokens come from: the registry's address, or (in the registry itself) its own keys. */
export type TokenKeys = { registryUrl: string } | { tokenKeys: readonly JWK[] };

/** The public half of a private Ed25519 JWK, as `/.well-known/jwks.json` shows it. */
export function publicTokenKey(key: JWK): JWK {
  const { kty, crv, x, kid } = key;
  if (kty !== 'OKP' || crv !== 'Ed25519' || x === undefined) throw new Error('The token key must be an Ed25519 JWK');
  return { kty, crv, x, alg: 'EdDSA', use: 'sig', ...(kid === undefined ? {} : { kid }) };
}

/** Tokens that are remembered at most; the oldest goes first. */
const HELD_AT_MOST = 2_000;

/**
 * Reads `Authorization: Bearer <token>` of a request to this service. A signature that was found good is remembered until its
 * token runs out: a page asks several times with one. Whether who it names may still act is looked up each time, elsewhere.
 */
export class TokenVerifier {
  private readonly keys: JWTVerifyGetKey;
  private readonly held = new Map<string, { claims: TokenClaims; until: number }>();

  constructor(
    private readonly service: ServiceName,
    keys: TokenKeys,
  ) {
    this.keys =
      'tokenKeys' in keys
        ? createLocalJWKSet({ keys: keys.tokenKeys.map(publicTokenKey) })
        : createRemoteJWKSet(new URL('/.well-known/jwks.json', keys.registryUrl), {
            timeoutDuration: 5_000,
            // A new signing key is fetched when a token names one that is not known, at most this often.
            cooldownDuration: 2_000,
            cacheMaxAge: 600_000,
          });
  }

  /** @throws NotSignedInError without a token that holds */
  async claimsOf(authorization: string | undefined): Promise<TokenClaims> {
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) throw new NotSignedInError();
    const held = this.held.get(token);
    if (held !== undefined && Date.now() < held.until) return held.claims;
    const claims = await verifyToken(token, this.keys, this.service);
    this.hold(token, claims);
    return claims;
  }

  private hold(token: string, claims: TokenClaims): void {
    this.held.delete(token);
    const { iat = 0, exp = 0 } = decodeJwt(token);
    this.held.set(token, { claims, until: Math.min(exp, iat + TOKEN_SECONDS) * 1000 });
    if (this.held.size <= HELD_AT_MOST) return;
    const [oldest] = this.held.keys();
    if (oldest !== undefined) this.held.delete(oldest);
  }
}
