import { erasureRoutes, type CaseService, type InputOf, type OutputOf } from '@concordat/contracts-protocol';
import { Endpoint, Input } from '@concordat/platform-http';
import { Controller, type Type } from '@nestjs/common';
import { ErasureList } from './erasure-list.js';
import { Erasures } from './erasures.js';

const KEEPERS = { roles: ['information-governance'] } as const;

/** Erasing people, for information governance. */
export function erasuresController(service: CaseService): Type<unknown> {
  const routes = erasureRoutes(service);

  @Controller()
  class ErasuresController {
    constructor(
      private readonly erasing: Erasures,
      private readonly erasures: ErasureList,
    ) {}

    @Endpoint(routes.find, KEEPERS)
    async find(@Input() { body }: InputOf<typeof routes.find>): Promise<OutputOf<typeof routes.find>> {
      return { caseId: await this.erasing.find(body.reference) };
    }

    @Endpoint(routes.people, KEEPERS)
    async people(@Input() { params }: InputOf<typeof routes.people>): Promise<OutputOf<typeof routes.people>> {
      return this.erasing.ofCase(params.caseId);
    }

    @Endpoint(routes.ask, KEEPERS)
    async ask(@Input() { params, body }: InputOf<typeof routes.ask>): Promise<OutputOf<typeof routes.ask>> {
      return { id: await this.erasing.ask(params.caseId, body) };
    }

    @Endpoint(routes.list, KEEPERS)
    async list(@Input() { query }: InputOf<typeof routes.list>): Promise<OutputOf<typeof routes.list>> {
      return this.erasures.page(query.after);
    }

    @Endpoint(routes.read, KEEPERS)
    async read(@Input() { params }: InputOf<typeof routes.read>): Promise<OutputOf<typeof routes.read>> {
      return this.erasing.read(params.erasureId);
    }

    @Endpoint(routes.decide, KEEPERS)
    async decide(@Input() { params, body }: InputOf<typeof routes.decide>): Promise<OutputOf<typeof routes.decide>> {
      return { id: params.erasureId, state: await this.erasing.decide(params.erasureId, body.version, body.decision === 'hold' ? body.hold : null) };
    }
  }
  return ErasuresController;
}
