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

    /** One after the other: what a read tells PostgreSQL of its work (`app.work`) must not hold for another. */
    @Endpoint(reads, 'signed-in', { unaudited: 'each of the reads leaves its own entry' })
    async together(@Input() { body }: InputOf<typeof reads>): Promise<OutputOf<typeof reads>> {
      const answers: OutputOf<typeof reads>['answers'] = [];
      for (const path of body.paths) answers.push(await this.read(path));
      return { answers };
    }

    private async read(path: string): Promise<{ status: number; body: unknown }> {
      const traceparent = carriedContext();
      const headers = { 'x-correlation-id': currentTrace(), ...(traceparent === null ? {} : { traceparent }) };
      const { statusCode: status, headers: answered, payload } = await this.host.httpAdapter.getInstance().inject({ method: 'GET', url: path, headers });
      // What one read found is read anew by the next, which may see other fields of it; what one that failed had begun is dropped.
      if (status < 400) await this.database.em.flush();
      this.database.em.clear();
      // What the platform says of itself, as its metrics, is no read.
      if (!String(answered['content-type']).includes('json')) return { status: 404, body: null };
      const read: unknown = JSON.parse(payload);
      return { status, body: read };
    }
  }

  return ReadsController;
}
