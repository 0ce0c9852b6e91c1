import { randomBytes } from 'node:crypto';
import { SERVICE_NAMES, type ServiceName } from '@concordat/contracts-protocol';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import type { Environment } from './environment.js';

/** Keys of one installation, made anew for a specification. */
export interface TestKeys {
  /** 32 bytes, base64. */
  rootKey: string;
  /** 32 bytes, base64. */
  searchKey: string;
  receiving: Record<ServiceName, { privateJwk: JWK; publicJwk: JWK }>;
  /** The part of `service`'s environment that carries keys. */
  environmentOf(service: ServiceName): Environment;
}

async function receivingKey(service: ServiceName): Promise<{ privateJwk: JWK; publicJwk: JWK }> {
  const { privateKey, publicKey } = await generateKeyPair('ECDH-ES+A256KW', { crv: 'P-256', extractable: true });
  const named = { kid: service, alg: 'ECDH-ES+A256KW', use: 'enc' };
  return { privateJwk: { ...(await exportJWK(privateKey)), ...named }, publicJwk: { ...(await exportJWK(publicKey)), ...named } };
}

/** Root key, search key and a receiving key pair for every service. */
export async function testKeys(): Promise<TestKeys> {
  const rootKey = randomBytes(32).toString('base64');
  const searchKey = randomBytes(32).toString('base64');
  const [registry, cases, referrals, indicators, notifications] = await Promise.all([
    receivingKey('partnership-registry'),
    receivingKey('jag-cases'),
    receivingKey('referrals'),
    receivingKey('indicators'),
    receivingKey('notifications'),
  ]);
  const receiving = { 'partnership-registry': registry, 'jag-cases': cases, referrals, indicators, notifications };
  const publicKeys = JSON.stringify(Object.fromEntries(SERVICE_NAMES.map((service) => [service, receiving[service].publicJwk])));
  return {
    rootKey,
    searchKey,
    receiving,
    environmentOf: (service) => ({
      CONCORDAT_ROOT_KEY: rootKey,
      CONCORDAT_SEARCH_KEY: searchKey,
      CONCORDAT_RECEIVING_KEY: JSON.stringify(receiving[service].privateJwk),
      CONCORDAT_PUBLIC_KEYS: publicKeys,
    }),
  };
}
