import { deadLetterRoutes, type InputOf, type OutputOf, type ServiceName } from '@concordat/contracts-protocol';
import { Endpoint, Input } from '@concordat/platform-http';
import { DeadLetters } from '@concordat/platform-messaging';
import { Controller, type Type } from '@nestjs/common';

/** A service's work that failed for good, for administrators to look at and to send again. */
export function deadLettersController(service: ServiceName): Type {
  const routes = deadLetterRoutes(service);

  @Controller()
  class DeadLettersController {
    constructor(private readonly letters: DeadLetters) {}

    @Endpoint(routes.list, { roles: ['administrator'] })
    async list(@Input() { query }: InputOf<typeof routes.list>): Promise<OutputOf<typeof routes.list>> {
      return this.letters.list(query);
    }

    @Endpoint(routes.retry, { roles: ['administrator'] })
    async retry(@Input() { params }: InputOf<typeof routes.retry>): Promise<OutputOf<typeof routes.retry>> {
      await this.letters.sendAgain(params.id);
      return { id: params.id };
    }
  }

  return DeadLettersController;
}
