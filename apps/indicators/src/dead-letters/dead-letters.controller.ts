import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { Endpoint, Input } from '@concordat/platform-http';
import { deadLetterRoutes, DeadLetters } from '@concordat/platform-messaging';
import { Controller } from '@nestjs/common';

const routes = deadLetterRoutes('indicators');

/** The service's work that failed for good, for administrators to look at and to send again. */
@Controller()
export class DeadLettersController {
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
