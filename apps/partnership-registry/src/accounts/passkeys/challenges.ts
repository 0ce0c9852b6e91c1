import { Clock } from '@concordat/platform-persistence';
import { Inject, Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { REGISTRY_SETTINGS, type RegistrySettings } from '../../config.js';
import { UsedOnce } from '../used-once.js';
import { challengeKey, openChallenge, sealChallenge } from './sealed-challenge.js';

/**
 * Challenges that passkeys sign. Whoever asks for one leaves nothing behind: it carries its end and our signature, and is
 * remembered only once it was answered.
 */
@Injectable()
export class Challenges {
  readonly #key: Buffer;

  constructor(
    private readonly used: UsedOnce,
    private readonly clock: Clock,
    @Inject(REGISTRY_SETTINGS) settings: RegistrySettings,
  ) {
    this.#key = challengeKey(settings.CONCORDAT_AUTH_SECRET);
  }

  /** 32 random bytes, with what proves later that they were ours. */
  make(): { bytes: Uint8Array<ArrayBuffer>; sealed: string } {
    const bytes = new Uint8Array(randomBytes(32));
    return { bytes, sealed: sealChallenge(this.#key, bytes, this.clock.now()) };
  }

  /** The challenge in base64url, once, in the open transaction; null for one that is not ours, has run out or was answered before. */
  async take(sealed: string): Promise<string | null> {
    const opened = openChallenge(this.#key, sealed, this.clock.now());
    if (opened === null) return null;
    return (await this.used.take('passkey-challenge', opened.challenge, opened.until)) ? opened.challenge : null;
  }
}
