import { sharingStandingRoutes, type OutputOf, type ServiceName } from '@concordat/contracts-protocol';
import { Endpoint } from '@concordat/platform-http';
import { Controller, type Type } from '@nestjs/common';
import { RegistryContact } from './registry-contact.js';

/** Says so when the service answers by Own alone. */
export function standingController(service: ServiceName): Type {
  const routes = sharingStandingRoutes(service);

  @Controller()
  class StandingController {
    constructor(private readonly contact: RegistryContact) {}

    @Endpoint(routes.standing, 'signed-in', { unaudited: 'how the service itself stands' })
    async standing(): Promise<OutputOf<typeof routes.standing>> {
      const { hears, heardAt } = await this.contact.now();
      return { ownAlone: !hears, heardAt: heardAt?.toISOString() ?? null };
    }
  }

  return StandingController;
}
