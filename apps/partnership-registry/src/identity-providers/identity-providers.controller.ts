import { readIdentityProvider, saveIdentityProvider, turnIdentityProvider } from '@concordat/contracts-partnership-registry';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { Endpoint, Input } from '@concordat/platform-http';
import { Controller } from '@nestjs/common';
import { PEOPLE_ADMINISTRATORS, ROLE_KEEPERS } from '../rules.js';
import { IdentityProviders } from './identity-providers.js';

/** How the people of the caller's agency sign in, as its administrators say; its information governance lead reads it. */
@Controller()
export class IdentityProvidersController {
  constructor(private readonly providers: IdentityProviders) {}

  @Endpoint(readIdentityProvider, ROLE_KEEPERS)
  async read(): Promise<OutputOf<typeof readIdentityProvider>> {
    return this.providers.read();
  }

  @Endpoint(saveIdentityProvider, PEOPLE_ADMINISTRATORS)
  async save(@Input() { body }: InputOf<typeof saveIdentityProvider>): Promise<OutputOf<typeof saveIdentityProvider>> {
    return this.providers.shown(await this.providers.save(body));
  }

  @Endpoint(turnIdentityProvider, PEOPLE_ADMINISTRATORS)
  async turn(@Input() { body }: InputOf<typeof turnIdentityProvider>): Promise<OutputOf<typeof turnIdentityProvider>> {
    return this.providers.shown(await this.providers.turn(body.version, body.on));
  }
}
