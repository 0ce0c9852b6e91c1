import { createServer } from 'node:http';
import { once } from 'node:events';
import { mock } from 'node:test';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, importJWK, SignJWT, UnsecuredJWT } from 'jose';
import type { JWK } from 'jose';
import { v7 } from 'uuid';
import { demandConfirmed, issueToken, publicTokenKey, runAsCaller, TokenVerifier, type Caller } from '../index.js';

const claims = { sub: v7(), sid: 'session', mid: v7(), pid: v7() };

async function newKey(kid: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid };
}

describe('one-minute tokens', () => {
  let key: JWK;
  let verifier: TokenVerifier;
  beforeAll(async () => {
    key = await newKey('one');
    verifier = new TokenVerifier('referrals', { tokenKeys: [key] });
  });

  const bearer = async (audience: 'referrals' | 'jag-cases', now = new Date(), signer = key): Promise<string> => `Bearer ${(await issueToken(signer, audience, claims, now)).token}`;
  const refused = { code: 'not-signed-in', status: 401 };

  it('says who asks, in ids alone', async () => {
    expect(await verifier.claimsOf(await bearer('referrals'))).toEqual(claims);
  });

  it('holds for a minute', async () => {
    const now = new Date('2026-02-02T09:00:00.000Z');
    expect((await issueToken(key, 'referrals', claims, now)).expiresAt).toEqual(new Date('2026-02-02T09:01:00.000Z'));
    await expect(verifier.claimsOf(await bearer('referrals', new Date(Date.now() - 70_000)))).rejects.toMatchObject(refused);
  });

  describe('that were seen before', () => {
    afterEach(() => {
      mock.timers.reset();
    });

    it('say the same again, each for whom it was issued, and hold no longer for it', async () => {
      const other = { ...claims, sub: v7(), mid: v7() };
      const [mine, theirs] = [await bearer('referrals'), `Bearer ${(await issueToken(key, 'referrals', other)).token}`];
      for (let turn = 0; turn < 2; turn += 1) {
        expect(await verifier.claimsOf(mine)).toEqual(claims);
        expect(await verifier.claimsOf(theirs)).toEqual(other);
      }
      mock.timers.enable({ apis: ['Date'], now: Date.now() + 70_000 });
      await expect(verifier.claimsOf(mine)).rejects.toMatchObject(refused);
      await expect(verifier.claimsOf(theirs)).rejects.toMatchObject(refused);
    });

    it('hold no longer than a minute, whatever they say themselves', async () => {
      const { sub, ...others } = claims;
      const signed = new SignJWT(others).setProtectedHeader({ alg: 'EdDSA', kid: 'one' }).setIssuer('partnership-registry').setAudience('referrals').setSubject(sub).setIssuedAt().setExpirationTime('1h');
      const token = `Bearer ${await signed.sign(await importJWK(key, 'EdDSA'))}`;
      expect(await verifier.claimsOf(token)).toEqual(claims);
      mock.timers.enable({ apis: ['Date'], now: Date.now() + 70_000 });
      await expect(verifier.claimsOf(token)).rejects.toMatchObject(refused);
    });

    it('are not taken for one that was changed', async () => {
      const mine = await bearer('referrals');
      expect(await verifier.claimsOf(mine)).toEqual(claims);
      const [head, , signature] = mine.split('.');
      const changed = Buffer.from(JSON.stringify({ ...claims, sub: v7() })).toString('base64url');
      await expect(verifier.claimsOf(`${head ?? ''}.${changed}.${signature ?? ''}`)).rejects.toMatchObject(refused);
    });
  });

  it.each([
    ['nothing', () => Promise.resolve(undefined)],
    ['another scheme', () => Promise.resolve('Session abc')],
    ['another service', () => bearer('jag-cases')],
    ['another key', async () => bearer('referrals', new Date(), await newKey('one'))],
    ['no signature', () => Promise.resolve(`Bearer ${new UnsecuredJWT(claims).setIssuer('partnership-registry').setAudience('referrals').setIssuedAt().setExpirationTime('1m').encode()}`)],
    [
      'a signature by the public key as a shared secret',
      async () => `Bearer ${await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).setIssuer('partnership-registry').setAudience('referrals').setIssuedAt().setExpirationTime('1m').sign(Buffer.from(publicTokenKey(key).x ?? '', 'base64url'))}`,
    ],
  ] as const)('is refused with %s', async (_what, header) => {
    await expect(verifier.claimsOf(await header())).rejects.toMatchObject(refused);
  });

  it('holds by either key while the key is changed', async () => {
    const next = await newKey('next');
    const both = new TokenVerifier('referrals', { tokenKeys: [next, publicTokenKey(key)] });
    for (const signer of [key, next]) expect(await both.claimsOf(await bearer('referrals', new Date(), signer))).toEqual(claims);
  });

  it('says when who asks last said who they are, which what cannot be undone asks for', async () => {
    const at = new Date('2026-02-02T09:00:00.000Z');
    const { token } = await issueToken(key, 'referrals', { ...claims, auth_time: at.getTime() / 1000 });
    expect((await verifier.claimsOf(`Bearer ${token}`)).auth_time).toBe(at.getTime() / 1000);
    const who: Omit<Caller, 'confirmedAt'> = { userId: claims.sub, membershipId: claims.mid, partnershipId: claims.pid, agencyId: v7(), roles: [], sessionId: claims.sid, trainingValidTo: null };
    const demanded = (confirmedAt: Date | null, minutes: number) => () =>
      runAsCaller({ ...who, confirmedAt }, () => demandConfirmed(new Date(at.getTime() + minutes * 60_000)));
    expect(demanded(at, 10)).not.toThrow();
    expect(demanded(at, 10.1)).toThrow(expect.objectContaining({ status: 403, code: 'confirmation-needed' }));
    expect(demanded(null, 0)).toThrow(expect.objectContaining({ code: 'confirmation-needed' }));
  });

  it('shows the public half of the key alone', () => {
    expect(publicTokenKey(key)).toEqual({ kty: 'OKP', crv: 'Ed25519', x: key.x, kid: 'one', alg: 'EdDSA', use: 'sig' });
  });

  it('takes the keys from the registry, and refuses one that it does not show', async () => {
    const keys = [publicTokenKey(key)];
    const server = createServer((_request, response) => response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys })));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const remote = new TokenVerifier('referrals', { registryUrl: `http://127.0.0.1:${port}` });
    expect(await remote.claimsOf(await bearer('referrals'))).toEqual(claims);
    await expect(remote.claimsOf(await bearer('referrals', new Date(), await newKey('two')))).rejects.toMatchObject(refused);
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  it('says that it cannot be checked when the registry is away, rather than that nobody is signed in', async () => {
    const remote = new TokenVerifier('referrals', { registryUrl: 'http://127.0.0.1:1' });
    await expect(remote.claimsOf(await bearer('referrals'))).rejects.toMatchObject({ status: 503, code: 'unavailable' });
  });
});
