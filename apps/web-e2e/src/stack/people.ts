import { currentSession, issueTokens, signIn } from '@concordat/contracts-partnership-registry';
import { SERVICE_NAMES, type ServiceName } from '@concordat/contracts-protocol';
import { client, type Person, type Target } from '@concordat/testing';
import { z } from 'zod';
import type { Account } from './accounts.js';

const services = z.record(z.enum(SERVICE_NAMES), z.url());

/** Where the services of the stack listen: no browser sees that. */
export function serviceAddresses(): Record<ServiceName, string> {
  const given = process.env.CONCORDAT_E2E_SERVICES;
  if (given === undefined) throw new Error('CONCORDAT_E2E_SERVICES does not say where the services are: services of .concordat/running.json');
  return services.parse(JSON.parse(given));
}

/** Routes of the registry that ask for a session: what is somebody's own. */
const inSession = ({ method, path }: { method: string; path: string }): boolean => /^\/sessions\/(current|\{)/.test(path) || (method === 'GET' && path === '/sessions');

/** Every service with what it says of itself. */
export async function everyTarget(): Promise<Target[]> {
  return Promise.all(Object.entries(serviceAddresses()).map(async ([name, url]) => ({ name, url, openapi: (await (await fetch(`${url}/openapi.json`)).json()) as unknown, ...(name === 'partnership-registry' && { inSession }) })));
}

/** Tokens are taken anew before they run out. */
const KEPT_MS = 40_000;

/** Somebody of the demo who is signed in. */
export interface SignedIn extends Person {
  /** Roles in the membership that they act in. */
  roles: readonly string[];
}

/** Somebody of the demo who calls services without any page between. */
export async function personOf({ name, email, password }: Account): Promise<SignedIn> {
  const registry = client(serviceAddresses()['partnership-registry'], null);
  const { body } = await registry.call(signIn, { body: { email, password } });
  let issued: { at: number; tokens: Promise<Partial<Record<string, string>>> } | null = null;
  const headers = { authorization: `Session ${body.token}` };
  const { acting, memberships } = (await registry.call(currentSession, {}, { headers })).body;
  const issue = async (): Promise<Partial<Record<string, string>>> =>
    (await registry.call(issueTokens, { body: { audiences: [...SERVICE_NAMES] } }, { headers })).body.tokens;
  return {
    name,
    session: body.token,
    roles: memberships.find(({ id }) => id === acting)?.roles ?? [],
    stillSignedIn: async () => (await registry.call(currentSession, {}, { headers })).status === 200,
    tokenFor: async (service) => {
      if (issued === null || Date.now() - issued.at > KEPT_MS) issued = { at: Date.now(), tokens: issue() };
      const token = (await issued.tokens)[service];
      if (token === undefined) throw new Error(`${name} has no token for ${service}`);
      return token;
    },
  };
}
