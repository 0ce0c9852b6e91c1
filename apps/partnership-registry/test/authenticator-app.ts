import { createHmac } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

/** What an authenticator app shows now (RFC 6238, six digits, thirty seconds), or `offset` steps from now. */
export function codeOfNow(secret: Buffer, offset = 0): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + offset));
  const hash = createHmac('sha1', secret).update(counter).digest();
  const number = hash.readUInt32BE((hash.at(-1) ?? 0) & 0xf) & 0x7fff_ffff;
  return String(number % 1_000_000).padStart(6, '0');
}

/** Waits where the step of now ends within two seconds, so that what is asked at once is asked of one step. */
export async function farFromTheNextStep(): Promise<void> {
  const left = 30_000 - (Date.now() % 30_000);
  if (left < 2_000) await pause(left + 10);
}

/** The secret in the address that an app is given as QR code. */
export const secretIn = (uri: string): Buffer => Buffer.from(base32Bytes(new URL(uri).searchParams.get('secret') ?? ''));

function base32Bytes(text: string): number[] {
  const bits = Array.from(text.replace(/=+$/, ''), (letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2));
}
