import { certificate } from '@concordat/testing';
import { firstFreePort } from '../ports.js';

/** Where journeys start the identity provider of an agency. */
export interface ProviderPlace {
  /** What the registry has to be told of it: it is on this machine, and its certificate is its own. */
  settings: Readonly<Record<string, string>>;
  /** What journeys are told, so that they start it there. */
  told: Readonly<Record<string, string>>;
}

export async function providerPlace(): Promise<ProviderPlace> {
  const provider = { port: await firstFreePort(4443), ...(await certificate()) };
  return {
    settings: { CONCORDAT_PRIVATE_PROVIDERS: `127.0.0.1:${provider.port}`, CONCORDAT_PROVIDER_CERTIFICATES: provider.cert },
    told: { CONCORDAT_E2E_PROVIDER: JSON.stringify(provider) },
  };
}
