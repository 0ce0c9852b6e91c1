import { addPasskeyByLink, beginPasskeyByLink, linkIdentityByLink, readAccountLink } from '@concordat/contracts-partnership-registry';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { Endpoint, Input, Sending } from '@concordat/platform-http';
import { Controller } from '@nestjs/common';
import { IdentitiesByLink } from '../identity-providers/identities-by-link.js';
import { AccountLinks, standsAlone } from './account-links.js';
import { PasskeysByLink } from './passkeys/passkeys-by-link.js';

/** Open to whoever reaches the service: what they may do is decided by the link that they bring. */
@Controller()
export class AccountLinksController {
  constructor(
    private readonly links: AccountLinks,
    private readonly passkeys: PasskeysByLink,
    private readonly identities: IdentitiesByLink,
  ) {}

  @Endpoint(readAccountLink, 'public')
  async read(@Input() { body }: InputOf<typeof readAccountLink>): Promise<OutputOf<typeof readAccountLink>> {
    const { owner } = await this.links.open(body.token);
    const alone = standsAlone(owner);
    return { name: owner.name, passkey: alone, organisations: alone ? await this.identities.of(owner.id) : [] };
  }

  @Endpoint(beginPasskeyByLink, 'public')
  async beginPasskey(@Input() { body }: InputOf<typeof beginPasskeyByLink>): Promise<OutputOf<typeof beginPasskeyByLink>> {
    return this.passkeys.begin(body.token);
  }

  @Endpoint(addPasskeyByLink, 'public', { keyed: true })
  async addPasskey(@Input() { body }: InputOf<typeof addPasskeyByLink>, @Sending() sending: Buffer | null): Promise<OutputOf<typeof addPasskeyByLink>> {
    return this.passkeys.add(body, sending);
  }

  @Endpoint(linkIdentityByLink, 'public', { keyed: true })
  async linkIdentity(@Input() { body }: InputOf<typeof linkIdentityByLink>, @Sending() sending: Buffer | null): Promise<OutputOf<typeof linkIdentityByLink>> {
    return this.identities.link(body, sending);
  }
}
