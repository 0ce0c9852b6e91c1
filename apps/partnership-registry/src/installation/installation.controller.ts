import { BROWSER_ADDRESS_HEADER, checkSetUpCode, readInstallation, setUpInstallation } from '@concordat/contracts-partnership-registry';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { Endpoint, Input, Sending, type EndpointOptions } from '@concordat/platform-http';
import { Controller } from '@nestjs/common';
import { addressOf } from '../accounts/callers.js';
import { Installations } from './installations.js';

/** Far more than anybody mistypes, and nothing beside 2^99 codes. */
const FEW_TRIES: EndpointOptions = {
  rateLimit: {
    max: 30,
    seconds: 15 * 60,
    by: ({ address, headers }) => {
      const browser = headers[BROWSER_ADDRESS_HEADER];
      return addressOf(typeof browser === 'string' ? browser : undefined, address);
    },
  },
};

/* Open to whoever reaches the service, since nobody has an account yet: the code that they bring decides. */
@Controller()
export class InstallationController {
  constructor(private readonly installations: Installations) {}

  @Endpoint(readInstallation, 'public')
  async read(): Promise<OutputOf<typeof readInstallation>> {
    return { awaitsSetUp: await this.installations.awaitsSetUp() };
  }

  @Endpoint(checkSetUpCode, 'public', FEW_TRIES)
  async check(@Input() { body }: InputOf<typeof checkSetUpCode>): Promise<OutputOf<typeof checkSetUpCode>> {
    return { agencyKinds: await this.installations.check(body.code) };
  }

  @Endpoint(setUpInstallation, 'public', { ...FEW_TRIES, keyed: true })
  async setUp(@Input() { body }: InputOf<typeof setUpInstallation>, @Sending() sending: Buffer | null): Promise<OutputOf<typeof setUpInstallation>> {
    await this.installations.setUp(body, sending);
    return { made: true };
  }
}
