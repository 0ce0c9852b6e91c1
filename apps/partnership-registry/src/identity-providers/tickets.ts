import { Clock } from '@concordat/platform-persistence';
import { Inject, Injectable } from '@nestjs/common';
import { EncryptJWT, jwtDecrypt } from 'jose';
import { hkdfSync } from 'node:crypto';
import { z } from 'zod';
import { REGISTRY_SETTINGS, type RegistrySettings } from '../config.js';

/** Minutes that somebody has at their provider. */
export const PROVIDER_MINUTES = 10;
/** Minutes in which an account of a provider is linked, once it was proved. */
export const LINKING_MINUTES = 20;

const of = { providerId: z.uuid(), partnershipId: z.uuid(), agencyId: z.uuid() };
const begun = z.object({ ...of, state: z.string(), nonce: z.string(), verifier: z.string() });
const proof = z.object({ ...of, identityHash: z.string(), strong: z.boolean().default(false) });

/** What a browser carries from the way to a provider to the way back. */
export type BegunTicket = z.output<typeof begun>;
/** That a provider proved an account which nobody here has linked yet; `strong` with two factors, where these count. */
export type ProofTicket = z.output<typeof proof>;

interface Opened<T> {
  ticket: T;
  until: Date;
}

/** Tickets that browsers carry for us, encrypted: whoever begins leaves nothing behind here. */
@Injectable()
export class Tickets {
  readonly #key: Uint8Array;

  constructor(
    private readonly clock: Clock,
    @Inject(REGISTRY_SETTINGS) settings: RegistrySettings,
  ) {
    this.#key = new Uint8Array(hkdfSync('sha256', settings.CONCORDAT_AUTH_SECRET, '', 'concordat tickets of identity providers', 32));
  }

  async sealBegun(ticket: BegunTicket): Promise<string> {
    return this.#seal('begun', ticket, PROVIDER_MINUTES);
  }

  /** Null for what is not ours, of another kind, or has run out. */
  async openBegun(sealed: string): Promise<Opened<BegunTicket> | null> {
    return this.#open('begun', begun, sealed);
  }

  async sealProof(ticket: ProofTicket): Promise<string> {
    return this.#seal('proof', ticket, LINKING_MINUTES);
  }

  /** Null for what is not ours, of another kind, or has run out. */
  async openProof(sealed: string): Promise<Opened<ProofTicket> | null> {
    return this.#open('proof', proof, sealed);
  }

  async #seal(kind: string, ticket: BegunTicket | ProofTicket, minutes: number): Promise<string> {
    const end = new Date(this.clock.now().getTime() + minutes * 60_000);
    return new EncryptJWT({ ...ticket }).setProtectedHeader({ alg: 'dir', enc: 'A256GCM' }).setAudience(kind).setExpirationTime(end).encrypt(this.#key);
  }

  async #open<T>(kind: string, schema: z.ZodType<T>, sealed: string): Promise<Opened<T> | null> {
    try {
      const { payload } = await jwtDecrypt(sealed, this.#key, {
        audience: kind, currentDate: this.clock.now(), requiredClaims: ['exp'], keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'],
      });
      return { ticket: schema.parse(payload), until: new Date((payload.exp ?? 0) * 1000) };
    } catch {
      // Altered, made up, or of another secret.
      return null;
    }
  }
}
