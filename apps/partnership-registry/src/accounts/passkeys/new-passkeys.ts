import { MOST_PASSKEYS, type addPasskey, type beginPasskey } from '@concordat/contracts-partnership-registry';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { RuleError } from '@concordat/platform-errors';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { generateRegistrationOptions, verifyRegistrationResponse } from '@simplewebauthn/server';
import { v7 } from 'uuid';
import { AccountLetters } from '../account-letters.js';
import { Accounts } from '../accounts.js';
import { Challenges } from './challenges.js';
import { StoredPasskey } from './passkey.entity.js';
import { RelyingParty } from './relying-party.js';
import { CHALLENGE_SECONDS } from './sealed-challenge.js';

export type NewPasskey = InputOf<typeof addPasskey>['body'];

/** Passkeys that are made for an account, whoever may make them; in the open transaction. */
@Injectable()
export class NewPasskeys {
  constructor(
    private readonly challenges: Challenges,
    private readonly party: RelyingParty,
    private readonly accounts: Accounts,
    private readonly letters: AccountLetters,
    private readonly database: Database,
  ) {}

  /** @throws RuleError `no-passkeys-here`, `too-many-passkeys` */
  async begin(user: { id: string; name: string; email: string }): Promise<OutputOf<typeof beginPasskey>> {
    const { id } = this.party.get();
    const stored = await this.of(user.id);
    refuseMany(stored.length);
    const { bytes, sealed } = this.challenges.make();
    const options = await generateRegistrationOptions({
      rpName: 'Concordat',
      rpID: id,
      userName: user.email,
      userDisplayName: user.name,
      // By which authenticators tell accounts apart: an id, which says nothing of its owner.
      userID: new TextEncoder().encode(user.id),
      challenge: bytes,
      timeout: CHALLENGE_SECONDS * 1000,
      attestationType: 'none',
      excludeCredentials: stored.map((passkey) => ({ id: passkey.credentialId, transports: passkey.transports })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    return { options: { ...options }, challenge: sealed };
  }

  /** False for what a browser should not have sent; its challenge is used all the same. @throws RuleError `too-many-passkeys` */
  async add(userId: string, { name, challenge, passkey }: NewPasskey): Promise<boolean> {
    const party = this.party.get();
    const expectedChallenge = await this.challenges.take(challenge);
    if (expectedChallenge === null) return false;
    refuseMany((await this.locked(userId)).length);
    const { response } = passkey;
    const result = await verifyRegistrationResponse({
      response: {
        id: passkey.id,
        rawId: passkey.rawId,
        type: passkey.type,
        response: { clientDataJSON: response.clientDataJSON, attestationObject: response.attestationObject, transports: response.transports ?? [] },
        clientExtensionResults: {},
      },
      expectedChallenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
    }).catch(() => null);
    if (result === null || !result.verified) return false;
    const { credential } = result.registrationInfo;
    const taken = await this.database.em.execute<{ id: string }[]>(
      `insert into auth.passkey (id, user_id, name, credential_id, public_key, counter, transports, added_at)
       values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (credential_id) do nothing returning id`,
      [v7(), userId, name, credential.id, Buffer.from(credential.publicKey), credential.counter, `{${(credential.transports ?? []).filter((one) => /^[\w-]+$/.test(one)).join(',')}}`, this.database.clock.now()],
    );
    if (taken.length === 0) return false;
    await this.accounts.setHasPasskey(userId, true);
    await this.tellOwner(userId);
    return true;
  }

  async of(userId: string): Promise<StoredPasskey[]> {
    return this.database.em.find(StoredPasskey, { userId }, { orderBy: { addedAt: 'asc', id: 'asc' }, limit: MOST_PASSKEYS, refresh: true });
  }

  /** Locked by the account, so that neither the most nor the last is passed by two at once. */
  async locked(userId: string): Promise<StoredPasskey[]> {
    await this.accounts.lock(userId);
    return this.database.em.find(StoredPasskey, { userId }, { refresh: true });
  }

  /** That what they give when they sign in was changed. */
  async tellOwner(userId: string): Promise<void> {
    const account = await this.accounts.find(userId);
    if (account !== null) await this.letters.tell(account, 'second-factor-changed');
  }
}

export const passkeyNotTaken = (): RuleError => new RuleError('passkey-not-taken', 'The passkey could not be added. Try again.');

function refuseMany(there: number): void {
  if (there >= MOST_PASSKEYS) throw new RuleError('too-many-passkeys', `You have ${MOST_PASSKEYS} passkeys, which is the most. Remove one first.`);
}
