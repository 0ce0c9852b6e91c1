import { generateKeyPairSync, randomBytes, randomInt } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { SERVICE_NAMES, type ServiceName } from '@concordat/contracts-protocol';
import { z } from 'zod';
import { readIfThere, type StackFolder } from './folder.js';
import { CannotRun } from './failure.js';

const jwk = z.looseObject({ kty: z.string(), kid: z.string() });
const keyPair = z.strictObject({ privateJwk: jwk, publicJwk: jwk });
const passwords = z.strictObject({ owner: z.string(), app: z.string(), relay: z.string(), keys: z.string() });
const forEachService = <Value extends z.ZodType>(value: Value) => z.record(z.enum(SERVICE_NAMES), value);

const secrets = z.strictObject({
  /** Tells this installation's databases, queues and cookies from another's on the same servers. */
  instance: z.string().regex(/^[a-z][a-z0-9]{5}$/),
  postgres: z.string(),
  redis: z.string(),
  keyStoreOwner: z.string(),
  /** Passwords of each service's roles; `keys` is its role in the key store. */
  roles: forEachService(passwords),
  rootKey: z.string(),
  searchKey: z.string(),
  authSecret: z.string(),
  webSecret: z.string(),
  /** Signs one-minute tokens. */
  tokenKey: jwk,
  /** What others encrypt to. */
  receiving: forEachService(keyPair),
});

export type Secrets = z.output<typeof secrets>;

/** The installation's secrets; null when there are none, or none that can be read. */
export async function readSecrets(folder: StackFolder): Promise<Secrets | null> {
  const kept = await readIfThere(folder.secrets);
  const read = secrets.safeParse(parsed(kept ?? ''));
  return read.success ? read.data : null;
}

/** The installation's secrets: made once, at random, and readable by their owner alone. */
export async function installationSecrets(folder: StackFolder): Promise<Secrets> {
  const kept = await readSecrets(folder);
  if (kept !== null) return kept;
  if ((await readIfThere(folder.secrets)) !== null) {
    throw new CannotRun(
      `${folder.secrets} is damaged or was written by another version of Concordat.`,
      'The data cannot be read without it. Restore the file, or begin again with: npm start -- --fresh',
    );
  }
  const made = makeSecrets();
  await writeFile(folder.secrets, JSON.stringify(made, null, 2), { mode: 0o600, flag: 'wx' });
  return made;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function makeSecrets(): Secrets {
  const secret = (): string => randomBytes(32).toString('base64');
  const password = (): string => randomBytes(24).toString('hex');
  const each = <Value>(make: (service: ServiceName) => Value): Record<ServiceName, Value> => ({
    'partnership-registry': make('partnership-registry'),
    'jag-cases': make('jag-cases'),
    referrals: make('referrals'),
    indicators: make('indicators'),
    notifications: make('notifications'),
  });
  return {
    instance: instanceName(),
    postgres: password(),
    redis: password(),
    keyStoreOwner: password(),
    roles: each(() => ({ owner: password(), app: password(), relay: password(), keys: password() })),
    rootKey: secret(),
    searchKey: secret(),
    authSecret: secret(),
    webSecret: secret(),
    tokenKey: tokenKey(),
    receiving: each(receivingKey),
  };
}

function instanceName(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz';
  const rest = `${letters}23456789`;
  return letters.charAt(randomInt(letters.length)) + Array.from({ length: 5 }, () => rest.charAt(randomInt(rest.length))).join('');
}

function tokenKey(): z.output<typeof jwk> {
  const { privateKey } = generateKeyPairSync('ed25519');
  return jwk.parse({ ...privateKey.export({ format: 'jwk' }), kid: randomBytes(8).toString('hex'), alg: 'EdDSA', use: 'sig' });
}

function receivingKey(service: ServiceName): z.output<typeof keyPair> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const named = { kid: service, alg: 'ECDH-ES+A256KW', use: 'enc' };
  return keyPair.parse({
    privateJwk: { ...privateKey.export({ format: 'jwk' }), ...named },
    publicJwk: { ...publicKey.export({ format: 'jwk' }), ...named },
  });
}
