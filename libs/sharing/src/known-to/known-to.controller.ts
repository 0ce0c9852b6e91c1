import { knownToRoutes, type CaseService, type InputOf, type KnownToRoutes, type OutputOf } from '@concordat/contracts-protocol';
import { Endpoint, Input } from '@concordat/platform-http';
import { Controller, type Type } from '@nestjs/common';
import { KnownToWords } from './known-to-words.js';

type In<Name extends keyof KnownToRoutes> = InputOf<KnownToRoutes[Name]>;
type Out<Name extends keyof KnownToRoutes> = Promise<OutputOf<KnownToRoutes[Name]>>;

const DECIDES = { roles: ['practitioner', 'coordinator', 'manager', 'victim-safety', 'information-governance'] } as const;

/** Who asked about people whom an agency knows, for that agency. */
export function knownToController(service: CaseService): Type {
  const routes = knownToRoutes(service);

  @Controller()
  class KnownToController {
    constructor(private readonly words: KnownToWords) {}

    @Endpoint(routes.list, 'signed-in')
    async list(@Input() { query }: In<'list'>): Out<'list'> {
      return { items: await this.words.list(query.decided === 'yes') };
    }

    @Endpoint(routes.read, 'signed-in')
    async read(@Input() { params }: In<'read'>): Out<'read'> {
      return this.words.one(params.wordId);
    }

    @Endpoint(routes.decide, DECIDES)
    async decide(@Input() { params, body }: In<'decide'>): Out<'decide'> {
      const { id, version } = await this.words.decide(params.wordId, body.version, body.decision, body.note);
      return { id, version };
    }
  }

  return KnownToController;
}
