import { deadLetterRoutes, queueRoutes, type InputOf, type OutputOf, type ServiceName } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { Endpoint, Input } from '@concordat/platform-http';
import { DeadLetters, MessagesUnderWay } from '@concordat/platform-messaging';
import { Controller, type Type } from '@nestjs/common';

/** For administrators: a service's messages that are under way, and its work that failed for good, to look at, to send again and to give up. */
export function messagesController(service: ServiceName): Type {
  const routes = deadLetterRoutes(service);
  const queues = queueRoutes(service);

  @Controller()
  class MessagesController {
    constructor(
      private readonly underWay: MessagesUnderWay,
      private readonly letters: DeadLetters,
      private readonly audit: Audit,
    ) {}

    @Endpoint(queues.read, { roles: ['administrator'] })
    async queues(): Promise<OutputOf<typeof queues.read>> {
      return this.underWay.read();
    }

    @Endpoint(routes.list, { roles: ['administrator'] })
    async list(@Input() { query }: InputOf<typeof routes.list>): Promise<OutputOf<typeof routes.list>> {
      return this.letters.list(query);
    }

    @Endpoint(routes.read, { roles: ['administrator'] })
    async read(@Input() { params }: InputOf<typeof routes.read>): Promise<OutputOf<typeof routes.read>> {
      const found = await this.letters.read(params.id);
      await this.audit.record({ action: 'viewed', kind: 'dead-letter', ids: [params.id] });
      return found;
    }

    @Endpoint(routes.retry, { roles: ['administrator'] })
    async retry(@Input() { params }: InputOf<typeof routes.retry>): Promise<OutputOf<typeof routes.retry>> {
      await this.letters.sendAgain(params.id);
      await this.audit.record({ action: 'changed', kind: 'dead-letter', ids: [params.id] });
      return { id: params.id };
    }

    @Endpoint(routes.setAside, { roles: ['administrator'] })
    async setAside(@Input() { params, body }: InputOf<typeof routes.setAside>): Promise<OutputOf<typeof routes.setAside>> {
      await this.letters.setAside(params.id);
      await this.audit.record({ action: 'changed', kind: 'dead-letter', ids: [params.id], detail: { setAside: body.reason } });
      return { id: params.id };
    }
  }

  return MessagesController;
}
