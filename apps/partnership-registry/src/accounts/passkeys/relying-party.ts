import { RuleError } from '@concordat/platform-errors';
import { Inject, Injectable } from '@nestjs/common';
import { isIP } from 'node:net';
import { REGISTRY_SETTINGS, type RegistrySettings } from '../../config.js';

/** Where passkeys hold: for the address of the pages and no other, so that no other site can ask for them. */
@Injectable()
export class RelyingParty {
  readonly #url: URL | null;

  constructor(@Inject(REGISTRY_SETTINGS) settings: RegistrySettings) {
    this.#url = settings.CONCORDAT_WEB_URL === undefined ? null : new URL(settings.CONCORDAT_WEB_URL);
  }

  /** @throws RuleError `no-passkeys-here` where the pages have no name, by which alone browsers know passkeys */
  get(): { id: string; origin: string } {
    const url = this.#url;
    if (url === null || isIP(url.hostname.replace(/^\[|\]$/g, '')) !== 0) {
      throw new RuleError('no-passkeys-here', 'Passkeys need an address with a name. Whoever runs Concordat sets it in CONCORDAT_WEB_URL.');
    }
    return { id: url.hostname, origin: url.origin };
  }
}
