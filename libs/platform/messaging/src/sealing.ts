import type { ServiceName } from '@concordat/contracts-protocol';
import { readSettings } from '@concordat/platform-config';
import { PermanentFailure } from '@concordat/platform-errors';
import { Inject, Injectable } from '@nestjs/common';
import { compactDecrypt, CompactEncrypt, errors, importJWK } from 'jose';
import type { z } from 'zod';
import { MESSAGING_SETTINGS } from './definitions.js';
import { messagingSettings, type MessagingSettings } from './settings.js';

const KEY_MANAGEMENT = 'ECDH-ES+A256KW';
const CONTENT = 'A256GCM';

/** This service's private key and the public keys of all. */
type Keys = Pick<MessagingSettings, 'CONCORDAT_RECEIVING_KEY' | 'CONCORDAT_PUBLIC_KEYS'>;

const keysOfEnvironment = (): Keys => readSettings(messagingSettings.pick({ CONCORDAT_RECEIVING_KEY: true, CONCORDAT_PUBLIC_KEYS: true }));

/**
 * Encrypts a JSON value to one service (compact JWE): how personal data crosses, so that neither the queue nor an
 * outbox row holds it in the clear.
 */
export async function sealFor(service: ServiceName, value: unknown, keys: Keys = keysOfEnvironment()): Promise<string> {
  const jwk = keys.CONCORDAT_PUBLIC_KEYS[service];
  if (jwk === undefined) throw new Error(`CONCORDAT_PUBLIC_KEYS has no key of ${service}`);
  const key = await keyOf(jwk);
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(value)))
    .setProtectedHeader({ alg: KEY_MANAGEMENT, enc: CONTENT, kid: jwk.kid ?? service })
    .encrypt(key);
}

/**
 * Opens what another service sealed for this one; `schema` checks what comes out.
 * @throws PermanentFailure when it was sealed for another key, was altered, or has not the shape
 */
export async function openSealed<T>(sealed: string, schema: z.ZodType<T>, keys: Keys = keysOfEnvironment()): Promise<T> {
  const key = await keyOf(keys.CONCORDAT_RECEIVING_KEY);
  const text = await compactDecrypt(sealed, key, { keyManagementAlgorithms: [KEY_MANAGEMENT], contentEncryptionAlgorithms: [CONTENT] }).then(
    ({ plaintext }) => new TextDecoder().decode(plaintext),
    (error: unknown) => {
      if (error instanceof errors.JOSEError) throw new PermanentFailure(`The sealed value cannot be opened with this service's key (${error.code})`);
      throw error;
    },
  );
  const opened = schema.safeParse(JSON.parse(text));
  if (!opened.success) throw new PermanentFailure(`The sealed value has not the shape that was agreed: ${pathsOf(opened.error)}`);
  return opened.data;
}

function keyOf({ kid, crv, ...rest }: Keys['CONCORDAT_RECEIVING_KEY']): ReturnType<typeof importJWK> {
  return importJWK({ ...rest, ...(crv === undefined ? {} : { crv }), ...(kid === undefined ? {} : { kid }) }, KEY_MANAGEMENT);
}

/** Where a value is not what a schema says, without the value. */
export function pathsOf(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.') || '(all)'} ${issue.code}`).join(', ');
}

/** {@link sealFor} and {@link openSealed} with the keys of this process. */
@Injectable()
export class SealedMessages {
  constructor(@Inject(MESSAGING_SETTINGS) private readonly keys: MessagingSettings) {}

  async sealFor(service: ServiceName, value: unknown): Promise<string> {
    return sealFor(service, value, this.keys);
  }

  async openSealed<T>(sealed: string, schema: z.ZodType<T>): Promise<T> {
    return openSealed(sealed, schema, this.keys);
  }
}

