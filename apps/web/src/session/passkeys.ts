import { Injectable } from '@nestjs/common';
import { addPasskey, askForPasskey, beginPasskey, confirmIdentity, givePasskey, listPasskeys, removePasskey, signInWithPasskey, type Passkey } from '@concordat/contracts-partnership-registry';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { Transport } from '../services/transport.js';
import { authorization } from './sessions.js';
import type { Visit } from './visit.js';

/** What a browser is asked for, and the challenge that goes back with its answer. */
export type Asked = OutputOf<typeof askForPasskey>;
export type ShownPasskey = InputOf<typeof signInWithPasskey>['body'];

/** Passkeys of sessions, which live in partnership-registry as sessions do. */
@Injectable()
export class Passkeys {
  constructor(private readonly transport: Transport) {}

  ask(): Promise<Asked> {
    return this.transport.send(askForPasskey, {});
  }

  signIn(shown: ShownPasskey): Promise<OutputOf<typeof signInWithPasskey>> {
    return this.transport.send(signInWithPasskey, { body: shown });
  }

  /** As the second factor of a session that waits for one. */
  give(visit: Visit, shown: ShownPasskey): Promise<OutputOf<typeof givePasskey>> {
    return this.transport.send(givePasskey, { body: shown }, authorization(visit));
  }

  async list(visit: Visit): Promise<Passkey[]> {
    return (await this.transport.send(listPasskeys, {}, authorization(visit))).items;
  }

  begin(visit: Visit): Promise<Asked> {
    return this.transport.send(beginPasskey, {}, authorization(visit));
  }

  /** The session goes on under the token that it answers. */
  add(visit: Visit, body: InputOf<typeof addPasskey>['body'], idempotencyKey: string): Promise<OutputOf<typeof addPasskey>> {
    return this.transport.send(addPasskey, { body, idempotencyKey }, authorization(visit));
  }

  async remove(visit: Visit, passkeyId: string, idempotencyKey: string): Promise<void> {
    await this.transport.send(removePasskey, { params: { passkeyId }, idempotencyKey }, authorization(visit));
  }

  /** With the password or a passkey. */
  async confirm(visit: Visit, body: InputOf<typeof confirmIdentity>['body']): Promise<void> {
    await this.transport.send(confirmIdentity, { body }, authorization(visit));
  }
}
