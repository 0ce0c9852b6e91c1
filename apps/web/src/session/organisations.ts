import { Injectable } from '@nestjs/common';
import { beginProviderSignIn, finishProviderSignIn, linkIdentity, listIdentities, removeIdentity, type LinkedIdentity } from '@concordat/contracts-partnership-registry';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { Transport } from '../services/transport.js';
import { authorization } from './sessions.js';
import type { Visit } from './visit.js';

/** Signing in with the account that one's organisation gives, which partnership-registry sees to. */
@Injectable()
export class Organisations {
  constructor(private readonly transport: Transport) {}

  begin(domain: string): Promise<OutputOf<typeof beginProviderSignIn>> {
    return this.transport.send(beginProviderSignIn, { body: { domain } });
  }

  finish(body: InputOf<typeof finishProviderSignIn>['body']): Promise<OutputOf<typeof finishProviderSignIn>> {
    return this.transport.send(finishProviderSignIn, { body });
  }

  async list(visit: Visit): Promise<LinkedIdentity[]> {
    return (await this.transport.send(listIdentities, {}, authorization(visit))).items;
  }

  link(visit: Visit, proof: string, idempotencyKey: string): Promise<OutputOf<typeof linkIdentity>> {
    return this.transport.send(linkIdentity, { body: { proof }, idempotencyKey }, authorization(visit));
  }

  async remove(visit: Visit, identityId: string, idempotencyKey: string): Promise<void> {
    await this.transport.send(removeIdentity, { params: { identityId }, idempotencyKey }, authorization(visit));
  }
}
