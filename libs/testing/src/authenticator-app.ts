import { createHmac } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const STEP_MS = 30_000;
/** Milliseconds that a code is good for at least when it is asked for: what a page takes to be filled in and sent, on a busy machine. */
const LEFT_MS = 5_000;

/** Somebody's authenticator app (RFC 6238: six digits, thirty seconds), for which a code is read when it is about to be given. */
export class AuthenticatorApp {
  readonly #secret: Buffer;

  /** @param key in base32, as it is typed into an app: with spaces or without */
  constructor(key: string) {
    const bits = Array.from(key.replaceAll(/[ =]/g, ''), (letter) => LETTERS.indexOf(letter).toString(2).padStart(5, '0')).join('');
    this.#secret = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  }

  /** From the address that an app is given as QR code. */
  static of(uri: string): AuthenticatorApp {
    return new AuthenticatorApp(new URL(uri).searchParams.get('secret') ?? '');
  }

  /** The code of now, or of the next step where this one ends before anybody could give it: nobody takes it any longer than that. */
  async code(left = LEFT_MS): Promise<string> {
    const rest = STEP_MS - (Date.now() % STEP_MS);
    if (rest < left) await pause(rest + 10);
    return this.shown();
  }

  /** What the app shows now, or `offset` steps from now. */
  shown(offset = 0): string {
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / STEP_MS) + offset));
    const hash = createHmac('sha1', this.#secret).update(counter).digest();
    const number = hash.readUInt32BE((hash.at(-1) ?? 0) & 0xf) & 0x7fff_ffff;
    return String(number % 1_000_000).padStart(6, '0');
  }
}
