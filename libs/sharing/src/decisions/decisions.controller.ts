import { decisionRoutes, type CaseService, type InputOf, type OutputOf } from '@concordat/contracts-protocol';
import { Endpoint, Input } from '@concordat/platform-http';
import { Controller, Headers, Inject, Res, type Type } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { SHARING_SETTINGS, type SharingSettings } from '../service/settings.js';
import { DecisionClients, type KnownClient } from './decision-clients.js';
import { DecisionPoint } from './decision-point.js';

/** By address: a system that asks more is asked to slow down (429). */
const LIMIT = { rateLimit: { max: 600, seconds: 60 } } as const;

/** The policy decision point of a service: OpenID AuthZEN Authorization API 1.0, without its searches. */
export function decisionsController(service: CaseService): Type {
  const routes = decisionRoutes(service);

  @Controller()
  class DecisionsController {
    constructor(
      private readonly clients: DecisionClients,
      private readonly point: DecisionPoint,
      @Inject(SHARING_SETTINGS) private readonly settings: SharingSettings,
    ) {}

    @Endpoint(routes.discovery, 'public', LIMIT)
    discovery(@Headers('host') host: string): OutputOf<typeof routes.discovery> {
      const point = this.settings.CONCORDAT_DECISIONS_URL ?? `http://${host}`;
      return { policy_decision_point: point, access_evaluation_endpoint: `${point}/access/v1/evaluation`, access_evaluations_endpoint: `${point}/access/v1/evaluations` };
    }

    @Endpoint(routes.evaluation, 'public', LIMIT)
    async evaluation(
      @Input() { body }: InputOf<typeof routes.evaluation>, @Headers('authorization') authorization: string | undefined, @Headers('x-request-id') requestId: string | undefined,
      @Res({ passthrough: true }) reply: FastifyReply,
    ): Promise<OutputOf<typeof routes.evaluation>> {
      return this.point.evaluate(await this.client(authorization, requestId, reply), body);
    }

    @Endpoint(routes.evaluations, 'public', LIMIT)
    async evaluations(
      @Input() { body }: InputOf<typeof routes.evaluations>, @Headers('authorization') authorization: string | undefined, @Headers('x-request-id') requestId: string | undefined,
      @Res({ passthrough: true }) reply: FastifyReply,
    ): Promise<OutputOf<typeof routes.evaluations>> {
      return this.point.evaluateAll(await this.client(authorization, requestId, reply), body);
    }

    private async client(authorization: string | undefined, requestId: string | undefined, reply: FastifyReply): Promise<KnownClient> {
      // Given back as it is, an arbitrary string, so that a system finds its own request again (section 10.1.3 of the standard).
      if (requestId !== undefined && /^[\x20-\x7e]+$/.test(requestId)) void reply.header('x-request-id', requestId);
      void reply.header('www-authenticate', 'Basic realm="decisions"');
      const client = await this.clients.demand(authorization);
      reply.removeHeader('www-authenticate');
      return client;
    }
  }

  return DecisionsController;
}
