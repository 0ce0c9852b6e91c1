import { ConfigError, flag, httpUrl, json, readSettings, serviceSettings } from '@concordat/platform-config';
import type { Environment } from '@concordat/platform-service';
import { z } from 'zod';
import { LEAST_PASSWORD_COST, PASSWORD_COST } from './accounts/password-hash.js';

const { CONCORDAT_DATABASE_URL, CONCORDAT_REDIS_URL, CONCORDAT_QUEUE_PREFIX, CONCORDAT_REGISTRY_URL, CONCORDAT_PUBLIC_KEYS } = serviceSettings.shape;

const tokenKey = z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string(), kid: z.string() });

export const registrySettings = z.object({
  CONCORDAT_DATABASE_URL,
  CONCORDAT_REDIS_URL,
  CONCORDAT_QUEUE_PREFIX,
  CONCORDAT_REGISTRY_URL,
  CONCORDAT_PUBLIC_KEYS,
  /** Private Ed25519 key that signs one-minute tokens. */
  CONCORDAT_TOKEN_KEY: json(tokenKey.extend({ d: z.string() })),
  /** While the token key is changed: what signed before, or will; services accept their signatures. */
  CONCORDAT_OTHER_TOKEN_KEYS: json(z.array(tokenKey)).default([]),
  /** Signs sessions and encrypts second factors: 32 random bytes or more. */
  CONCORDAT_AUTH_SECRET: z.string().min(32, 'must be 32 characters or more'),
  /** Exponent of scrypt's N, with which passwords and backup codes are hashed: tests alone may lower it. */
  CONCORDAT_PASSWORD_COST: z.coerce.number().int().min(LEAST_PASSWORD_COST).max(PASSWORD_COST).default(PASSWORD_COST),
  /** The address of the pages: passkeys hold for it alone. */
  CONCORDAT_WEB_URL: httpUrl.optional(),
  /** Hosts (`name`, or `name:port` for another than 443) of identity providers in the operator's own network, which may be called all the same. */
  CONCORDAT_PRIVATE_PROVIDERS: z.string().optional().transform((hosts) => (hosts ?? '').split(/[\s,]+/).filter((host) => host !== '')),
  /** Certificates (PEM) of authorities that vouch for identity providers, besides those that everybody knows. */
  CONCORDAT_PROVIDER_CERTIFICATES: z.string().optional(),
  /** Whether everyone signs in with a second factor, but for accounts that are exempt. */
  CONCORDAT_REQUIRE_SECOND_FACTOR: flag.prefault('true'),
  /** Whether tests start this installation, and nobody else uses it: passwords may cost less there. */
  CONCORDAT_FOR_TESTS: flag.prefault('false'),
});

export type RegistrySettings = z.output<typeof registrySettings>;

/** Token of the {@link RegistrySettings}. */
export const REGISTRY_SETTINGS = Symbol('registry settings');

/** @throws ConfigError with every fault at once */
export function readRegistrySettings(env: Environment): RegistrySettings {
  const settings = readSettings(registrySettings, env);
  const forTests = env['NODE_ENV'] === 'test' || settings.CONCORDAT_FOR_TESTS;
  if (settings.CONCORDAT_PASSWORD_COST < PASSWORD_COST && !forTests) throw new ConfigError([`CONCORDAT_PASSWORD_COST: below ${PASSWORD_COST} passwords are guessed too easily; only tests may lower it`]);
  return settings;
}
