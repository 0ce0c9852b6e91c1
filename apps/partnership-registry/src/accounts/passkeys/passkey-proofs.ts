import type { askForPasskey, shownPasskey } from '@concordat/contracts-partnership-registry';
import type { OutputOf } from '@concordat/contracts-protocol';
import { Database, NO_SCOPE } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { LockMode } from '@mikro-orm/core';
import { generateAuthenticationOptions, verifyAuthenticationResponse } from '@simplewebauthn/server';
import type { z } from 'zod';
import { wrongPasskey } from '../sign-in.errors.js';
import { Challenges } from './challenges.js';
import { StoredPasskey } from './passkey.entity.js';
import { RelyingParty } from './relying-party.js';
import { CHALLENGE_SECONDS } from './sealed-challenge.js';

/** A passkey as a browser shows it, and the challenge that it answers. */
export interface Shown {
  challenge: string;
  passkey: z.output<typeof shownPasskey>;
}

/** Whose a passkey is that a browser shows. */
@Injectable()
export class PasskeyProofs {
  constructor(
    private readonly database: Database,
    private readonly challenges: Challenges,
    private readonly party: RelyingParty,
  ) {}

  /** Asks for any passkey of this service: the answer is the same for everybody. @throws RuleError `no-passkeys-here` */
  async ask(): Promise<OutputOf<typeof askForPasskey>> {
    const { id } = this.party.get();
    const { bytes, sealed } = this.challenges.make();
    const options = await generateAuthenticationOptions({ rpID: id, challenge: bytes, userVerification: 'required', timeout: CHALLENGE_SECONDS * 1000 });
    return { options: { ...options }, challenge: sealed };
  }

  /** Its owner's id. @throws ProblemError `wrong-passkey`, whatever is wrong with it */
  async ownerOf(shown: Shown): Promise<string> {
    const owner = await this.database.transaction(NO_SCOPE, () => this.#verify(shown));
    if (owner === null) throw wrongPasskey();
    return owner;
  }

  /** Commits whatever comes of it: a challenge that was answered wrongly is used too. */
  async #verify({ challenge, passkey }: Shown): Promise<string | null> {
    const party = this.party.get();
    const expectedChallenge = await this.challenges.take(challenge);
    const stored = await this.database.em.findOne(StoredPasskey, { credentialId: passkey.id }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
    if (expectedChallenge === null || stored === null) return null;
    const { response } = passkey;
    const result = await verifyAuthenticationResponse({
      response: {
        id: passkey.id,
        rawId: passkey.rawId,
        type: passkey.type,
        response: {
          clientDataJSON: response.clientDataJSON,
          authenticatorData: response.authenticatorData,
          signature: response.signature,
          ...(response.userHandle ? { userHandle: response.userHandle } : {}),
        },
        clientExtensionResults: {},
      },
      expectedChallenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      credential: { id: stored.credentialId, publicKey: new Uint8Array(stored.publicKey), counter: stored.counter },
      requireUserVerification: true,
    }).catch(() => null); // It throws for whatever is not as it should be.
    if (result === null || !result.verified) return null;
    await this.database.em.nativeUpdate(StoredPasskey, { id: stored.id }, { counter: result.authenticationInfo.newCounter, lastUsedAt: this.database.clock.now() });
    return stored.userId;
  }
}
