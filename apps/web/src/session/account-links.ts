import { Injectable } from '@nestjs/common';
import { addPasskeyByLink, beginPasskeyByLink, linkIdentityByLink, readAccountLink, setPassword } from '@concordat/contracts-partnership-registry';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { Transport } from '../services/transport.js';
import type { Asked } from './passkeys.js';

/** Which ways to sign in the owner of a link can choose. */
export type Ways = OutputOf<typeof readAccountLink>;

/** Links to accounts, of invitations and forgotten passwords, which partnership-registry makes and opens. */
@Injectable()
export class AccountLinks {
  constructor(private readonly transport: Transport) {}

  read(token: string): Promise<Ways> {
    return this.transport.send(readAccountLink, { body: { token } });
  }

  async setPassword(token: string, password: string, idempotencyKey: string): Promise<void> {
    await this.transport.send(setPassword, { body: { token, password }, idempotencyKey });
  }

  beginPasskey(token: string): Promise<Asked> {
    return this.transport.send(beginPasskeyByLink, { body: { token } });
  }

  addPasskey(body: InputOf<typeof addPasskeyByLink>['body'], idempotencyKey: string): Promise<OutputOf<typeof addPasskeyByLink>> {
    return this.transport.send(addPasskeyByLink, { body, idempotencyKey });
  }

  linkIdentity(token: string, proof: string, idempotencyKey: string): Promise<OutputOf<typeof linkIdentityByLink>> {
    return this.transport.send(linkIdentityByLink, { body: { token, proof }, idempotencyKey });
  }
}
