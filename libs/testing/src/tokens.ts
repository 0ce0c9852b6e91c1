import { createServer } from 'node:http';
import { once } from 'node:events';
import type { ServiceName } from '@concordat/contracts-protocol';
import { exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose';
import type { Member } from './members.js';

/** Who a token is for: the parts of a {@link Member} that it carries. */
export type TokenHolder = Pick<Member, 'userId' | 'sessionId' | 'membershipId' | 'partnershipId' | 'confirmedAt'>;

export interface TestTokens {
  /** Address that answers `/.well-known/jwks.json`, as the partnership registry does. */
  registryUrl: string;
  /** Signs the tokens; the partnership registry under test gets it as `CONCORDAT_TOKEN_KEY`. */
  privateJwk: JWK;
  /** A token of one minute, unless `seconds` says otherwise; negative for one that has ended. */
  tokenFor(holder: TokenHolder, audience: ServiceName, seconds?: number): Promise<string>;
  close(): Promise<void>;
}

/** An issuer of one-minute tokens with a key of its own, its public half served on a loopback port. */
export async function testTokens(): Promise<TestTokens> {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
  const named = { kid: 'test', alg: 'EdDSA', use: 'sig' };
  const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), ...named }] });
  const server = createServer((request, response) => {
    const found = request.url === '/.well-known/jwks.json';
    response.writeHead(found ? 200 : 404, { 'content-type': 'application/json' }).end(found ? jwks : '{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The key server has no port');
  return {
    registryUrl: `http://127.0.0.1:${address.port}`,
    privateJwk: { ...(await exportJWK(privateKey)), ...named },
    tokenFor: (holder, audience, seconds = 60) => {
      const now = Math.floor(Date.now() / 1000);
      return new SignJWT({ sid: holder.sessionId, mid: holder.membershipId, pid: holder.partnershipId, ...(holder.confirmedAt === null ? {} : { auth_time: Math.floor((holder.confirmedAt ?? new Date()).getTime() / 1000) }) })
        .setProtectedHeader({ alg: 'EdDSA', kid: named.kid })
        .setIssuer('partnership-registry')
        .setAudience(audience)
        .setSubject(holder.userId)
        .setIssuedAt(now)
        .setExpirationTime(now + seconds)
        .sign(privateKey);
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
