import { beginProviderSignIn, BROWSER_ADDRESS_HEADER, finishProviderSignIn, linkIdentity, listIdentities, removeIdentity } from '@concordat/contracts-partnership-registry';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { Endpoint, Input, Sending } from '@concordat/platform-http';
import { Controller, Headers, Ip } from '@nestjs/common';
import { addressOf, sessionOf } from '../accounts/callers.js';
import { OwnIdentities } from './own-identities.js';
import { ProviderSignIn } from './provider-sign-in.js';

/** Open to whoever reaches the service: what they may do is decided by a provider's answer, or by the session that they bring. */
@Controller()
export class ProviderSignInController {
  constructor(
    private readonly signingIn: ProviderSignIn,
    private readonly identities: OwnIdentities,
  ) {}

  @Endpoint(beginProviderSignIn, 'public')
  async begin(
    @Input() { body }: InputOf<typeof beginProviderSignIn>,
    @Headers(BROWSER_ADDRESS_HEADER) browser: string | undefined,
    @Ip() connection: string,
  ): Promise<OutputOf<typeof beginProviderSignIn>> {
    return this.signingIn.begin(body.domain, addressOf(browser, connection));
  }

  @Endpoint(finishProviderSignIn, 'public')
  async finish(
    @Input() { body }: InputOf<typeof finishProviderSignIn>,
    @Headers(BROWSER_ADDRESS_HEADER) browser: string | undefined,
    @Ip() connection: string,
  ): Promise<OutputOf<typeof finishProviderSignIn>> {
    return this.signingIn.finish(body, addressOf(browser, connection));
  }

  @Endpoint(listIdentities, 'public')
  async list(@Headers('authorization') authorization: string | undefined): Promise<OutputOf<typeof listIdentities>> {
    return { items: await this.identities.list(sessionOf(authorization)) };
  }

  @Endpoint(linkIdentity, 'public', { keyed: true })
  async link(
    @Input() { body }: InputOf<typeof linkIdentity>,
    @Sending() sending: Buffer | null,
    @Headers('authorization') authorization: string | undefined,
  ): Promise<OutputOf<typeof linkIdentity>> {
    return this.identities.link(sessionOf(authorization), body.proof, sending);
  }

  @Endpoint(removeIdentity, 'public', { keyed: true })
  async remove(
    @Input() { params }: InputOf<typeof removeIdentity>,
    @Sending() sending: Buffer | null,
    @Headers('authorization') authorization: string | undefined,
  ): Promise<OutputOf<typeof removeIdentity>> {
    await this.identities.remove(sessionOf(authorization), params.identityId, sending);
    return { removed: true };
  }
}
