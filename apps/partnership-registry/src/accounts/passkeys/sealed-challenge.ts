import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** How long a browser has to answer. */
export const CHALLENGE_SECONDS = 5 * 60;

export function challengeKey(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'concordat passkey challenges', 32));
}

/** A challenge with its end and our signature. */
export function sealChallenge(key: Buffer, bytes: Uint8Array, now: Date): string {
  const said = `${Buffer.from(bytes).toString('base64url')}.${now.getTime() + CHALLENGE_SECONDS * 1000}`;
  return `${said}.${macOf(key, said)}`;
}

/** The challenge in base64url and until when it holds; null for one that is not ours, or has run out. */
export function openChallenge(key: Buffer, sealed: string, now: Date): { challenge: string; until: Date } | null {
  const [challenge = '', end = '', mac = ''] = sealed.split('.');
  const [made, given] = [Buffer.from(macOf(key, `${challenge}.${end}`)), Buffer.from(mac)];
  if (made.length !== given.length || !timingSafeEqual(made, given)) return null;
  const until = new Date(Number(end));
  return until > now ? { challenge, until } : null;
}

function macOf(key: Buffer, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}
