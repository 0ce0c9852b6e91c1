import { disclosureRoutes, type CasePath, type DisclosureRoutes, type InputOf, type OutputOf } from '@concordat/contracts-protocol';
import { Endpoint, Input } from '@concordat/platform-http';
import { Controller, type Type } from '@nestjs/common';
import { CaseSight } from '../records/case-sight.js';
import { DECIDERS, Disclosures, mayDecide } from './disclosures.js';

type In<Name extends keyof DisclosureRoutes> = InputOf<DisclosureRoutes[Name]>;
type Out<Name extends keyof DisclosureRoutes> = Promise<OutputOf<DisclosureRoutes[Name]>>;

/** Disclosures in the cases of one service. */
export function disclosuresController(place: CasePath): Type {
  const routes = disclosureRoutes(place);

  @Controller()
  class DisclosuresController {
    constructor(
      private readonly sight: CaseSight,
      private readonly disclosures: Disclosures,
    ) {}

    @Endpoint(routes.list, 'signed-in')
    async list(@Input() { params }: In<'list'>): Out<'list'> {
      const found = await this.sight.open(params.caseId);
      return {
        reference: found.reference,
        people: await this.sight.people(found),
        decisions: await this.disclosures.seenOn(found),
        may: { decide: mayDecide(), openCase: found.frame },
      };
    }

    @Endpoint(routes.read, 'signed-in')
    async read(@Input() { params }: In<'read'>): Out<'read'> {
      return this.disclosures.one(await this.sight.open(params.caseId), params.decisionId);
    }

    @Endpoint(routes.decide, { roles: DECIDERS })
    async decide(@Input() { params, body }: In<'decide'>): Out<'decide'> {
      const { id, version } = await this.disclosures.decide(await this.sight.open(params.caseId), body);
      return { id, version };
    }

    @Endpoint(routes.revoke, { roles: DECIDERS })
    async revoke(@Input() { params, body }: In<'revoke'>): Out<'revoke'> {
      const { decision, at } = await this.disclosures.revoke(await this.sight.open(params.caseId), params.decisionId, body.version, body.why);
      return { id: decision.id, version: decision.version, revokedAt: at.toISOString() };
    }
  }

  return DisclosuresController;
}
