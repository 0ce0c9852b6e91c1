import { readsRoutes } from '@concordat/contracts-protocol';
import type { InputOf, OutputOf, ServiceName } from '@concordat/contracts-protocol';
import { Database } from '@concordat/platform-persistence';
import { carriedContext } from '@concordat/platform-telemetry';
import { currentTrace } from '@concordat/platform-logging';
import { Controller } from '@nestjs/common';
import type { Type } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { Endpoint, Input } from '../endpoints/endpoint.js';

/** Answers several GETs of the service in the transaction of the one request that asks for them. */
export function readsController(service: ServiceName): Type {
  const { reads } = readsRoutes(service);

  @Controller()
  class ReadsController {
    constructor(
      private readonly host: HttpAdapterHost<FastifyAdapter>,
      private readonly database: Database,
    ) {}

    /** At once, so that what they ask of PostgreSQL goes together. None of them changes what another finds: work of a service's own (`app.work`) is no read. */
    @Endpoint(reads, 'signed-in', { reading: true, unaudited: 'each of the reads leaves its own entry' })
    async together(@Input() { body }: InputOf<typeof reads>): Promise<OutputOf<typeof reads>> {
      const answers = await Promise.all(body.paths.map((path) => this.read(path)));
      // What a read that failed had begun cannot be told from what the others add: each is asked by itself then.
      if (answers.some(({ status }) => status >= 400) && this.database.em.getUnitOfWork().getPersistStack().size > 0) throw new Error('A read that added rows failed among others');
      return { answers };
    }

    private async read(path: string): Promise<{ status: number; body: unknown }> {
      const traceparent = carriedContext();
      const headers = { 'x-correlation-id': currentTrace(), ...(traceparent === null ? {} : { traceparent }) };
      const { statusCode: status, headers: answered, payload } = await this.host.httpAdapter.getInstance().inject({ method: 'GET', url: path, headers });
      // What the platform says of itself, as its metrics, is no read.
      if (!String(answered['content-type']).includes('json')) return { status: 404, body: null };
      const read: unknown = JSON.parse(payload);
      return { status, body: read };
    }
  }

  return ReadsController;
}
