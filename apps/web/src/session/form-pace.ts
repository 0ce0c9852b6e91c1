import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ProblemError } from '@concordat/platform-errors';
import type { FastifyInstance, FastifyRequest } from 'fastify';

type Check = ReturnType<FastifyInstance['createRateLimit']>;

/** Forms of one session in a minute: more than anybody fills in, fewer than a script would send. */
const FORMS_A_MINUTE = 120;

/** Keeps a session from being worked by a machine, counted in Redis for all web processes together. */
@Injectable()
export class FormPace {
  private check: Check | null = null;

  constructor(private readonly host: HttpAdapterHost) {}

  /** @throws ProblemError 429 `too-many-requests` */
  async count(request: FastifyRequest): Promise<void> {
    this.check ??= this.host.httpAdapter.getInstance<FastifyInstance>().createRateLimit({ max: FORMS_A_MINUTE, timeWindow: 60_000, keyGenerator: sessionOf });
    const result = await this.check(request);
    if (result.isAllowed || !result.isExceeded) return;
    throw new ProblemError({ status: 429, code: 'too-many-requests', title: 'You are going too fast', detail: 'Wait a minute and send it again.' });
  }
}

/** A session's token opens everything: its digest is counted. */
function sessionOf(request: FastifyRequest): string {
  return `forms:${createHash('sha256').update(request.visit.token ?? '').digest('base64url').slice(0, 24)}`;
}
