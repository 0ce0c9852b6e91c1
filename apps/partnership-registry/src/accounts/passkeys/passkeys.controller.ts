import {
  addPasskey,
  askForPasskey,
  beginPasskey,
  BROWSER_ADDRESS_HEADER,
  confirmIdentity,
  givePasskey,
  listPasskeys,
  removePasskey,
  signInWithPasskey,
} from '@concordat/contracts-partnership-registry';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { Endpoint, Input, Sending } from '@concordat/platform-http';
import { Controller, Headers, Ip } from '@nestjs/common';
import { addressOf, sessionOf } from '../callers.js';
import { OwnPasskeys } from './own-passkeys.js';
import { PasskeyProofs } from './passkey-proofs.js';
import { PasskeySignIn } from './passkey-sign-in.js';

/* As the sessions' controller: open to whoever reaches the service, and decided by the session or the passkey that they bring. */
@Controller()
export class PasskeysController {
  constructor(
    private readonly own: OwnPasskeys,
    private readonly proofs: PasskeyProofs,
    private readonly signingIn: PasskeySignIn,
  ) {}

  @Endpoint(listPasskeys, 'public')
  async list(@Headers('authorization') authorization: string | undefined): Promise<OutputOf<typeof listPasskeys>> {
    return { items: await this.own.list(sessionOf(authorization)) };
  }

  @Endpoint(beginPasskey, 'public')
  async begin(@Headers('authorization') authorization: string | undefined): Promise<OutputOf<typeof beginPasskey>> {
    return this.own.begin(sessionOf(authorization));
  }

  @Endpoint(addPasskey, 'public', { keyed: true })
  async add(
    @Input() { body }: InputOf<typeof addPasskey>,
    @Sending() sending: Buffer | null,
    @Headers('authorization') authorization: string | undefined,
  ): Promise<OutputOf<typeof addPasskey>> {
    return this.own.add(sessionOf(authorization), body, sending);
  }

  @Endpoint(removePasskey, 'public', { keyed: true })
  async remove(
    @Input() { params }: InputOf<typeof removePasskey>,
    @Sending() sending: Buffer | null,
    @Headers('authorization') authorization: string | undefined,
  ): Promise<OutputOf<typeof removePasskey>> {
    await this.own.remove(sessionOf(authorization), params.passkeyId, sending);
    return { removed: true };
  }

  @Endpoint(askForPasskey, 'public')
  async ask(): Promise<OutputOf<typeof askForPasskey>> {
    return this.proofs.ask();
  }

  @Endpoint(signInWithPasskey, 'public')
  async signIn(
    @Input() { body }: InputOf<typeof signInWithPasskey>,
    @Headers(BROWSER_ADDRESS_HEADER) browser: string | undefined,
    @Ip() connection: string,
  ): Promise<OutputOf<typeof signInWithPasskey>> {
    return this.signingIn.signIn(body, addressOf(browser, connection));
  }

  @Endpoint(givePasskey, 'public')
  async give(
    @Input() { body }: InputOf<typeof givePasskey>,
    @Headers('authorization') authorization: string | undefined,
    @Headers(BROWSER_ADDRESS_HEADER) browser: string | undefined,
    @Ip() connection: string,
  ): Promise<OutputOf<typeof givePasskey>> {
    return this.signingIn.give(sessionOf(authorization), body, addressOf(browser, connection));
  }

  @Endpoint(confirmIdentity, 'public')
  async confirm(
    @Input() { body }: InputOf<typeof confirmIdentity>,
    @Headers('authorization') authorization: string | undefined,
    @Headers(BROWSER_ADDRESS_HEADER) browser: string | undefined,
    @Ip() connection: string,
  ): Promise<OutputOf<typeof confirmIdentity>> {
    await this.signingIn.confirm(sessionOf(authorization), body, addressOf(browser, connection));
    return { confirmed: true };
  }
}
