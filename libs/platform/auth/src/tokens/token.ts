import { randomUUID } from 'node:crypto';
import { id } from '@concordat/contracts-protocol';
import type { ServiceName } from '@concordat/contracts-protocol';
import { NotSignedInError, ProblemError } from '@concordat/platform-errors';
import { errors, importJWK, jwtVerify, SignJWT } from 'jose';
import type { JWK, JWTVerifyGetKey } from 'jose';
import { z } from 'zod';

/** Who issues every token, and whose key set verifies it. */
export const ISSUER: ServiceName = 'partnership-registry';

/** Seconds that a token holds: a session that ends leaves nothing longer than this. */
export const TOKEN_SECONDS = 60;

/** What a token says: ids alone, no names and no roles (each service resolves those itself). */
export const tokenClaims = z.object({
  /** User. */
  sub: id,
  /** Session. */
  sid: z.string().min(1).max(200),
  /** Membership that the user acts in. */
  mid: id,
  /** Partnership of that membership. */
  pid: id,
  /** When whoever acts last said who they are, in whole seconds since 1970 (OpenID Connect Core 1.0, section 2); missing where it is not known. */
  auth_time: z.number().int().min(0).optional(),
});
export type TokenClaims = z.output<typeof tokenClaims>;

const signers = new WeakMap<JWK, ReturnType<typeof importJWK>>();

/** The key as the system's own, made once. */
function signerOf(key: JWK): ReturnType<typeof importJWK> {
  const made = signers.get(key) ?? importJWK(key, 'EdDSA');
  signers.set(key, made);
  return made;
}

/** Signs a token for one service. `key` is the private Ed25519 JWK; its `kid` goes into the header. */
export async function issueToken(key: JWK, audience: ServiceName, claims: TokenClaims, now: Date = new Date()): Promise<{ token: string; expiresAt: Date }> {
  const issued = Math.floor(now.getTime() / 1000);
  const token = await new SignJWT({ sid: claims.sid, mid: claims.mid, pid: claims.pid, ...(claims.auth_time === undefined ? {} : { auth_time: claims.auth_time }) })
    .setProtectedHeader({ alg: 'EdDSA', ...(key.kid === undefined ? {} : { kid: key.kid }) })
    .setIssuer(ISSUER)
    .setAudience(audience)
    .setSubject(claims.sub)
    .setJti(randomUUID())
    .setIssuedAt(issued)
    .setExpirationTime(issued + TOKEN_SECONDS)
    .sign(await signerOf(key));
  return { token, expiresAt: new Date((issued + TOKEN_SECONDS) * 1000) };
}

/**
 * The claims of a token for `audience`.
 *
 * @throws NotSignedInError for a token that is not ours, not for this service, or has run out
 * @throws ProblemError 503 `unavailable` when the issuer's keys cannot be had
 */
export async function verifyToken(token: string, keys: JWTVerifyGetKey, audience: ServiceName, now: Date = new Date()): Promise<TokenClaims> {
  const verified = await jwtVerify(token, keys, {
    algorithms: ['EdDSA'],
    issuer: ISSUER,
    audience,
    maxTokenAge: TOKEN_SECONDS,
    clockTolerance: 5,
    requiredClaims: ['exp', 'iat', 'sub'],
    currentDate: now,
  }).catch((error: unknown) => {
    if (error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout)) throw new NotSignedInError();
    throw new ProblemError(
      { status: 503, code: 'unavailable', title: 'Sorry, the service is unavailable', detail: 'Signing in cannot be checked at the moment.' },
      { cause: error },
    );
  });
  const claims = tokenClaims.safeParse(verified.payload);
  if (!claims.success) throw new NotSignedInError();
  return claims.data;
}
